package dev.tally.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that select the Pinot cluster of a command. Default: the local cluster. */
final class PinotTarget {
  @Option(
      names = "--pinotBroker",
      paramLabel = "HOST:PORT",
      description = "Address of Pinot's broker (default: the one that ./tally up started).")
  @Nullable String broker;

  String broker(StackDirectory stack) {
    return broker != null ? broker : stack.pinotBroker();
  }
}
