package dev.tally.cli;

import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.operations.restate.RestateRules;
import dev.tally.pipelines.options.FormatChecks;
import dev.tally.pipelines.options.InvalidTrafficChecks;
import dev.tally.pipelines.options.JobOptions;
import dev.tally.pipelines.options.Problems;
import dev.tally.transforms.aggregate.CountByMinute;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.format.Mapping;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.InvalidTrafficRules;
import dev.tally.transforms.model.PlaceholderIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that define the rules by which events are counted again. */
final class RestateRuleOptions {
  @Option(
      names = "--adEventsFormat",
      paramLabel = "FILE",
      description = "The mapping of ad events (default: Tally's own JSON).")
  private @Nullable String adEventsFormat;

  @Option(
      names = "--maxEventAge",
      paramLabel = "DURATION",
      defaultValue = "6h",
      description =
          "An event that is older than this at its broker time is rejected. It must be at least"
              + " the job's --maxEventAge (default: ${DEFAULT-VALUE}).")
  private String maxEventAge;

  @Option(
      names = "--maxClockSkew",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description =
          "An event that is further ahead of its broker time than this is rejected (default:"
              + " ${DEFAULT-VALUE}).")
  private String maxClockSkew;

  @Option(
      names = "--doubleClickWindow",
      paramLabel = "DURATION",
      defaultValue = "0s",
      description =
          "A click is also counted as a repeat if another click of the same user and ad is at most"
              + " this much earlier; 0s counts no repeats (default: ${DEFAULT-VALUE}).")
  private String doubleClickWindow;

  @Option(
      names = "--placeholderIds",
      paramLabel = "ID,…",
      split = ",",
      description = "Additional ids that identify nothing.")
  private List<String> placeholderIds = new ArrayList<>();

  @Option(
      names = "--botList",
      paramLabel = "FILE",
      description = "The user agents of bots, whose events are invalid (default: no list).")
  private @Nullable String botList;

  @Option(
      names = "--dataCenterList",
      paramLabel = "FILE",
      description =
          "The IP addresses of data centers, whose events are invalid (default: no list).")
  private @Nullable String dataCenterList;

  @Option(
      names = "--invalidPlaceholderUsers",
      description = "Events whose user id is a placeholder are invalid.")
  private boolean invalidPlaceholderUsers;

  @Option(
      names = "--maxClicksPerUserHour",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description =
          "If a user has more clicks than this in one UTC hour, all of them are invalid; 0 sets no"
              + " limit (default: ${DEFAULT-VALUE}).")
  private int maxClicksPerUserHour;

  @Option(
      names = "--input",
      paramLabel = "KIND",
      defaultValue = "LIVE",
      description = "The job's --input: LIVE or REPLAY (default: ${DEFAULT-VALUE}).")
  private JobOptions.Input input;

  /** Returns the rules; null if there are problems. */
  @Nullable RestateRules rules(Problems problems) {
    InvalidTrafficRules traffic = traffic(problems);
    Optional<Mapping<AdEvent>> mapping =
        new FormatChecks(problems)
            .mapping(
                "adEventsFormat", adEventsFormat, file -> Mapping.toRawAdEvents(file, traffic));
    RestateRules.Bounds bounds =
        new RestateRules.Bounds(
            problems.duration("maxEventAge", maxEventAge),
            problems.duration("maxClockSkew", maxClockSkew),
            problems.duration("doubleClickWindow", doubleClickWindow));
    problems.require(
        !bounds.maxClockSkew().isLongerThan(Duration.standardDays(1)),
        "--maxClockSkew=%s must be at most 1d.".formatted(maxClockSkew));
    problems.require(
        !bounds.doubleClickWindow().isLongerThan(CountByMinute.LONGEST_DOUBLE_CLICK),
        "--doubleClickWindow=%s must be at most 1h.".formatted(doubleClickWindow));
    problems.require(
        bounds.maxEventAge().isLongerThan(Duration.ZERO) || !problems.none(),
        "--maxEventAge=%s must be longer than zero.".formatted(maxEventAge));
    return problems.none() ? rules(mapping, bounds, traffic) : null;
  }

  private InvalidTrafficRules traffic(Problems problems) {
    InvalidTrafficChecks checks = new InvalidTrafficChecks(problems);
    boolean isInRange =
        maxClicksPerUserHour >= 0 && maxClicksPerUserHour <= InvalidTrafficRules.HIGHEST_LIMIT;
    problems.require(
        isInRange,
        "--maxClicksPerUserHour=%d must be from 0 to %d."
            .formatted(maxClicksPerUserHour, InvalidTrafficRules.HIGHEST_LIMIT));
    return new InvalidTrafficRules(
        checks.bots(botList),
        checks.dataCenters(dataCenterList),
        invalidPlaceholderUsers ? placeholders() : null,
        isInRange ? maxClicksPerUserHour : 0);
  }

  private PlaceholderIds placeholders() {
    return PlaceholderIds.standard().with(placeholderIds);
  }

  private RestateRules rules(
      Optional<Mapping<AdEvent>> mapping, RestateRules.Bounds bounds, InvalidTrafficRules traffic) {
    DecodeRecords<AdEvent> decoder = DecodeRecords.rawAdEvents(traffic);
    return new RestateRules(
        mapping.map(decoder::with).orElse(decoder),
        bounds,
        placeholders(),
        traffic,
        input == JobOptions.Input.LIVE
            ? WatermarkPolicy.live(Duration.ZERO)
            : WatermarkPolicy.replay(Duration.ZERO));
  }
}
