package dev.tally.cli;

import dev.tally.runners.FlinkRest;
import dev.tally.runners.RunnerSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that select the Flink cluster of a command. Default: the local cluster. */
final class FlinkTarget {
  @Mixin StackDirectory stack = new StackDirectory();

  @Option(
      names = "--flinkMaster",
      paramLabel = "HOST:PORT",
      description =
          "Address of Flink's REST interface (default: the one that ./tally up --flink"
              + " started).")
  @Nullable String flinkMaster;

  /** Returns the cluster's REST address, e.g. {@code http://127.0.0.1:8081}. */
  String url() {
    return flinkMaster == null ? stack.flink() : RunnerSettings.restUrl(flinkMaster);
  }

  FlinkRest flink() {
    return FlinkRest.at(url());
  }
}
