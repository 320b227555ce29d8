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
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options with which the jobs decode and cleanse records; they must be those of the jobs. */
final class CorrectedRules {
  @Mixin private SharedRuleOptions shared = new SharedRuleOptions();

  @Option(
      names = "--campaignsFormat",
      paramLabel = "FILE",
      description = "The mapping of campaigns (default: Tally's own JSON).")
  private @Nullable String campaignsFormat;

  @Option(
      names = "--maxClockSkew",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description = "The jobs' --maxClockSkew (default: ${DEFAULT-VALUE}).")
  private String maxClockSkew;

  @Option(
      names = "--placeholderIds",
      paramLabel = "ID,…",
      split = ",",
      description = "The jobs' --placeholderIds.")
  private List<String> placeholderIds = new ArrayList<>();

  /** Returns the judges; the caller must not use them if there are problems. */
  Judges judges(Problems problems) {
    var adEvents = shared.adEvents(problems);
    var orders = shared.orders(problems);
    var campaigns =
        new FormatChecks(problems)
            .mapping("campaignsFormat", campaignsFormat, Mapping::toCampaigns)
            .map(DecodeRecords.campaigns()::with)
            .orElseGet(DecodeRecords::campaigns);
    Judges judges = Judges.none();
    Rules rules = rules(problems);
    return rules == null
        ? judges
        : judges
            .adEvents(adEvents, rules.adEvents())
            .orders(orders, rules.orders())
            .campaigns(campaigns, rules.campaigns());
  }

  private @Nullable Rules rules(Problems problems) {
    SharedRuleOptions.Ages ages = shared.ages(problems);
    Duration skew = problems.duration("maxClockSkew", maxClockSkew);
    return problems.none()
        ? problems.attempt(
            () ->
                new Rules(
                    new OrderAges(ages.maxEventAge(), ages.maxRefundAge()),
                    skew,
                    ages.clickWindow(),
                    ages.viewWindow(),
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
