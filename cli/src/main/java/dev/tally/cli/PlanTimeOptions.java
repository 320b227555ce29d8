package dev.tally.cli;

import dev.tally.operations.plan.RetentionTimes;
import dev.tally.operations.plan.StateWindows;
import dev.tally.pipelines.options.Problems;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Options of {@code ./tally plan} that say how long jobs and stores keep data. */
final class PlanTimeOptions {
  @Option(
      names = "--maxEventAge",
      paramLabel = "TIME",
      defaultValue = "6h",
      description = "As for the aggregation job (default: ${DEFAULT-VALUE}).")
  private String maxEventAge;

  @Option(
      names = "--clickWindow",
      paramLabel = "TIME",
      defaultValue = "7d",
      description = "As for the attribution job (default: ${DEFAULT-VALUE}).")
  private String clickWindow;

  @Option(
      names = "--viewWindow",
      paramLabel = "TIME",
      defaultValue = "1d",
      description = "As for the attribution job (default: ${DEFAULT-VALUE}).")
  private String viewWindow;

  @Option(
      names = "--inputSpan",
      paramLabel = "TIME",
      defaultValue = "36500d",
      description =
          "Broker time that the input of a replay covers; no state is kept for longer (default:"
              + " unlimited).")
  private String inputSpan;

  @Option(
      names = "--kafkaRetention",
      paramLabel = "TIME",
      defaultValue = "7d",
      description = "Retention of the raw topics (default: ${DEFAULT-VALUE}).")
  private String kafkaRetention;

  @Option(
      names = "--pinotRetention",
      paramLabel = "TIME",
      defaultValue = "3650d",
      description =
          "Retention of Pinot's tables (default: ${DEFAULT-VALUE}, as in the tables of Tally).")
  private String pinotRetention;

  @Option(
      names = "--keyTtl",
      paramLabel = "TIME",
      defaultValue = "0s",
      description = "metadataTTL of Pinot's tables; 0s: not set (default: ${DEFAULT-VALUE}).")
  private String keyTtl;

  StateWindows windows(Problems problems) {
    return new StateWindows(
        duration("maxEventAge", maxEventAge, problems),
        duration("clickWindow", clickWindow, problems),
        duration("viewWindow", viewWindow, problems),
        duration("inputSpan", inputSpan, problems));
  }

  RetentionTimes retention(Problems problems) {
    return new RetentionTimes(
        duration("kafkaRetention", kafkaRetention, problems),
        duration("pinotRetention", pinotRetention, problems),
        duration("keyTtl", keyTtl, problems));
  }

  /** Parses a duration such as {@code 6h}. */
  static Duration duration(String option, String text, Problems problems) {
    return Duration.ofMillis(problems.duration(option, text).getMillis());
  }
}
