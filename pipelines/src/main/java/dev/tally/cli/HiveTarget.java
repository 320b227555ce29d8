package dev.tally.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which HiveServer2 a command asks: the one named, or the local one. */
final class HiveTarget {
  @Option(
      names = "--hiveServer",
      paramLabel = "URL",
      description =
          "The HiveServer2's JDBC address, e.g. jdbc:hive2://hive-1:10000/default (default: the one that ./tally up --hive started).")
  @Nullable String url;

  String url(StackDirectory stack) {
    return url != null ? url : stack.hive();
  }
}
