package dev.tally.cli;

import dev.tally.io.clickhouse.ClickHouseAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that select the ClickHouse server of a command. Default: the local server. */
final class ClickHouseTarget {
  @Option(
      names = "--clickHouseUrl",
      paramLabel = "URL",
      description =
          "URL of ClickHouse's HTTP interface, for example http://clickhouse-1:8123 (default: the"
              + " one that ./tally up --clickhouse started).")
  @Nullable String url;

  @Option(
      names = "--clickHouseUser",
      paramLabel = "NAME",
      description = "ClickHouse's user (default: default).")
  private String user = "default";

  @Option(
      names = "--clickHousePasswordFile",
      paramLabel = "FILE",
      description = "A file with the password of ClickHouse's user (default: no password).")
  private @Nullable Path passwordFile;

  /**
   * Returns the address of the server.
   *
   * @throws IllegalArgumentException if the URL is invalid, or if no local server is running
   */
  ClickHouseAddress address(StackDirectory stack) throws IOException {
    String password = passwordFile == null ? "" : Files.readString(passwordFile).strip();
    return ClickHouseAddress.at(URI.create(url != null ? url : stack.clickHouse()))
        .withUser(user, password);
  }
}
