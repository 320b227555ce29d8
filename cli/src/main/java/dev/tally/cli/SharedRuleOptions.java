package dev.tally.cli;

import dev.tally.pipelines.options.FormatChecks;
import dev.tally.pipelines.options.Problems;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.format.Mapping;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.Order;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Options of the jobs with which they decode events and orders and limit their ages; they must be
 * those of the jobs.
 */
final class SharedRuleOptions {
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
  private String maxEventAge = "";

  @Option(
      names = "--maxRefundAge",
      paramLabel = "DURATION",
      defaultValue = "7d",
      description = "The attribution job's --maxRefundAge (default: ${DEFAULT-VALUE}).")
  private String maxRefundAge = "";

  @Option(
      names = "--clickWindow",
      paramLabel = "DURATION",
      defaultValue = "7d",
      description = "The attribution job's --clickWindow (default: ${DEFAULT-VALUE}).")
  private String clickWindow = "";

  @Option(
      names = "--viewWindow",
      paramLabel = "DURATION",
      defaultValue = "1d",
      description = "The attribution job's --viewWindow (default: ${DEFAULT-VALUE}).")
  private String viewWindow = "";

  /** How old records may be, and how long touches are remembered. */
  record Ages(
      Duration maxEventAge, Duration maxRefundAge, Duration clickWindow, Duration viewWindow) {}

  DecodeRecords<AdEvent> adEvents(Problems problems) {
    return new FormatChecks(problems)
        .mapping("adEventsFormat", adEventsFormat, Mapping::toAdEvents)
        .map(DecodeRecords.adEvents()::with)
        .orElseGet(DecodeRecords::adEvents);
  }

  DecodeRecords<Order> orders(Problems problems) {
    return new FormatChecks(problems)
        .mapping("ordersFormat", ordersFormat, Mapping::toOrders)
        .map(DecodeRecords.orders()::with)
        .orElseGet(DecodeRecords::orders);
  }

  Ages ages(Problems problems) {
    Duration age = problems.duration("maxEventAge", maxEventAge);
    problems.require(
        age.isLongerThan(Duration.ZERO) || !problems.none(),
        "--maxEventAge=%s must be longer than zero.".formatted(maxEventAge));
    return new Ages(
        age,
        problems.duration("maxRefundAge", maxRefundAge),
        problems.duration("clickWindow", clickWindow),
        problems.duration("viewWindow", viewWindow));
  }
}
