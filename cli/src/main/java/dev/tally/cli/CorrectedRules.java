package dev.tally.cli;

import dev.tally.operations.redrive.Judges;
import dev.tally.pipelines.options.FormatChecks;
import dev.tally.pipelines.options.Problems;
import dev.tally.transforms.cleanse.CleanseRecords;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.format.Mapping;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderAges;
import dev.tally.transforms.model.PlaceholderIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options with which the jobs decode and cleanse records; they must be those of the jobs. */
final class CorrectedRules {
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
      names = "--campaignsFormat",
      paramLabel = "FILE",
      description = "The mapping of campaigns (default: Tally's own JSON).")
  private @Nullable String campaignsFormat;

  @Option(
      names = "--maxEventAge",
      paramLabel = "DURATION",
      defaultValue = "6h",
      description = "The jobs' --maxEventAge (default: ${DEFAULT-VALUE}).")
  private String maxEventAge;

  @Option(
      names = "--maxClockSkew",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description = "The jobs' --maxClockSkew (default: ${DEFAULT-VALUE}).")
  private String maxClockSkew;

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
      names = "--placeholderIds",
      paramLabel = "ID,…",
      split = ",",
      description = "The jobs' --placeholderIds.")
  private List<String> placeholderIds = new ArrayList<>();

  /** Returns the judges; the caller must not use them if there are problems. */
  Judges judges(Problems problems) {
    FormatChecks formats = new FormatChecks(problems);
    var adEvents = formats.mapping("adEventsFormat", adEventsFormat, Mapping::toAdEvents);
    var orders = formats.mapping("ordersFormat", ordersFormat, Mapping::toOrders);
    var campaigns = formats.mapping("campaignsFormat", campaignsFormat, Mapping::toCampaigns);
    Judges judges = Judges.none();
    Rules rules = rules(problems);
    return rules == null
        ? judges
        : judges
            .adEvents(with(DecodeRecords.adEvents(), adEvents), rules.adEvents())
            .orders(with(DecodeRecords.orders(), orders), rules.orders())
            .campaigns(with(DecodeRecords.campaigns(), campaigns), rules.campaigns());
  }

  private static <T> DecodeRecords<T> with(DecodeRecords<T> records, Optional<Mapping<T>> mapping) {
    return mapping.map(records::with).orElse(records);
  }

  private @Nullable Rules rules(Problems problems) {
    Duration age = problems.duration("maxEventAge", maxEventAge);
    Duration refundAge = problems.duration("maxRefundAge", maxRefundAge);
    Duration skew = problems.duration("maxClockSkew", maxClockSkew);
    Duration clicks = problems.duration("clickWindow", clickWindow);
    Duration views = problems.duration("viewWindow", viewWindow);
    return problems.none()
        ? problems.attempt(
            () ->
                new Rules(
                    new OrderAges(age, refundAge),
                    skew,
                    clicks,
                    views,
                    PlaceholderIds.standard().with(placeholderIds)))
        : null;
  }

  /** The bounds of the jobs' rules. */
  private record Rules(
      OrderAges ages,
      Duration maxClockSkew,
      Duration clickWindow,
      Duration viewWindow,
      PlaceholderIds placeholders) {
    CleanseRecords<AdEvent> adEvents() {
      return CleanseRecords.rawAdEvents(ages.maxEventAge(), maxClockSkew, placeholders);
    }

    CleanseRecords<Order> orders() {
      return CleanseRecords.orders(ages, maxClockSkew, placeholders);
    }

    CleanseRecords<CampaignVersion> campaigns() {
      return CleanseRecords.campaigns(clickWindow, viewWindow, placeholders);
    }
  }
}
