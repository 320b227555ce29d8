package dev.tally.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Pinot a command asks: the one named, or the local one. */
final class PinotTarget {
  @Option(
      names = "--pinotBroker",
      paramLabel = "HOST:PORT",
      description = "Pinot's broker (default: the one that ./tally up started).")
  @Nullable String broker;

  String broker(StackDirectory stack) {
    return broker != null ? broker : stack.pinotBroker();
  }
}
