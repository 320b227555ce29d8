package dev.tally.cli;

import dev.tally.operations.erase.EraseSettings;
import dev.tally.operations.erase.StateTimes;
import dev.tally.pipelines.options.Problems;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the jobs that determine how raw records are decoded and when state expires. */
final class ErasedRules {
  @Mixin private SharedRuleOptions shared = new SharedRuleOptions();

  @Option(
      names = "--doubleClickWindow",
      paramLabel = "DURATION",
      defaultValue = "0s",
      description = "The aggregation job's --doubleClickWindow (default: ${DEFAULT-VALUE}).")
  private String doubleClickWindow;

  @Option(
      names = "--maxClicksPerUserHour",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description = "The aggregation job's --maxClicksPerUserHour (default: ${DEFAULT-VALUE}).")
  private int maxClicksPerUserHour;

  EraseSettings.Formats formats(Problems problems) {
    return new EraseSettings.Formats(shared.adEvents(problems), shared.orders(problems));
  }

  StateTimes times(Problems problems) {
    SharedRuleOptions.Ages ages = shared.ages(problems);
    return new StateTimes(
        ages.maxEventAge(),
        ages.maxRefundAge(),
        ages.clickWindow().isLongerThan(ages.viewWindow()) ? ages.clickWindow() : ages.viewWindow(),
        problems.duration("doubleClickWindow", doubleClickWindow),
        maxClicksPerUserHour);
  }
}
