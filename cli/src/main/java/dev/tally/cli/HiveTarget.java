package dev.tally.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that select the HiveServer2 of a command. Default: the local server. */
final class HiveTarget {
  @Option(
      names = "--hiveServer",
      paramLabel = "URL",
      description =
          "JDBC URL of HiveServer2, for example jdbc:hive2://hive-1:10000/default (default: the one"
              + " that ./tally up --hive started).")
  @Nullable String url;

  String url(StackDirectory stack) {
    return url != null ? url : stack.hive();
  }
}
