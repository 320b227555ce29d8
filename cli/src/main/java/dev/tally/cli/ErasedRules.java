package dev.tally.cli;

import dev.tally.operations.erase.EraseSettings;
import dev.tally.operations.erase.StateTimes;
import dev.tally.pipelines.options.FormatChecks;
import dev.tally.pipelines.options.Problems;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.format.Mapping;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the jobs that determine how raw records are decoded and when state expires. */
final class ErasedRules {
  @Option(
      names = "--adEventsFormat",
      paramLabel = "FILE",
      description = "The mapping of ad events (default: Tally's own JSON).")
  private @Nullable String adEventsFormat;

  @Option(
      names = "--ordersFormat",
      paramLabel = "FILE",
      description = "The mapping of orders (default: Tally's own JSON).")
  private @Nullable String ordersFormat;

  @Option(
      names = "--maxEventAge",
      paramLabel = "DURATION",
      defaultValue = "6h",
      description = "The jobs' --maxEventAge (default: ${DEFAULT-VALUE}).")
  private String maxEventAge;

  @Option(
      names = "--maxRefundAge",
      paramLabel = "DURATION",
      defaultValue = "7d",
      description = "The attribution job's --maxRefundAge (default: ${DEFAULT-VALUE}).")
  private String maxRefundAge;

  @Option(
      names = "--clickWindow",
      paramLabel = "DURATION",
      defaultValue = "7d",
      description = "The attribution job's --clickWindow (default: ${DEFAULT-VALUE}).")
  private String clickWindow;

  @Option(
      names = "--viewWindow",
      paramLabel = "DURATION",
      defaultValue = "1d",
      description = "The attribution job's --viewWindow (default: ${DEFAULT-VALUE}).")
  private String viewWindow;

  @Option(
      names = "--doubleClickWindow",
      paramLabel = "DURATION",
      defaultValue = "0s",
      description = "The aggregation job's --doubleClickWindow (default: ${DEFAULT-VALUE}).")
  private String doubleClickWindow;

  EraseSettings.Formats formats(Problems problems) {
    FormatChecks formats = new FormatChecks(problems);
    var adEvents = formats.mapping("adEventsFormat", adEventsFormat, Mapping::toAdEvents);
    var orders = formats.mapping("ordersFormat", ordersFormat, Mapping::toOrders);
    return new EraseSettings.Formats(
        adEvents.map(DecodeRecords.adEvents()::with).orElseGet(DecodeRecords::adEvents),
        orders.map(DecodeRecords.orders()::with).orElseGet(DecodeRecords::orders));
  }

  StateTimes times(Problems problems) {
    Duration clicks = problems.duration("clickWindow", clickWindow);
    Duration views = problems.duration("viewWindow", viewWindow);
    Duration age = problems.duration("maxEventAge", maxEventAge);
    problems.require(
        age.isLongerThan(Duration.ZERO) || !problems.none(),
        "--maxEventAge=%s must be longer than zero.".formatted(maxEventAge));
    return new StateTimes(
        age,
        problems.duration("maxRefundAge", maxRefundAge),
        clicks.isLongerThan(views) ? clicks : views,
        problems.duration("doubleClickWindow", doubleClickWindow));
  }
}
