package dev.tally.cli;

import dev.tally.operations.plan.EventTraffic;
import dev.tally.operations.plan.Population;
import dev.tally.operations.plan.TopicSample;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code ./tally plan} that describe the events. Options override what is measured. */
final class PlanTrafficOptions {
  private static final double EVENT_BYTES = 250;
  private static final double CLICK_SHARE = 0.07;
  private static final double ADS = 1_000;
  private static final double USERS = 1_000_000;

  @Option(
      names = "--eventsPerSecond",
      paramLabel = "N",
      description = "Accepted events per second of all regions at the peak.")
  private @Nullable Double eventsPerSecond;

  @Option(
      names = "--eventBytes",
      paramLabel = "N",
      description = "Bytes of a raw event with its key (default: 250).")
  private @Nullable Double eventBytes;

  @Option(
      names = "--ads",
      paramLabel = "N",
      description = "Different combinations of ad, campaign and store (default: 1000).")
  private @Nullable Double ads;

  @Option(
      names = "--rowsPerMinute",
      paramLabel = "N",
      description =
          "Rows of ad_metrics per minute of all regions (default: derived from --ads, as if all"
              + " ads were equally frequent).")
  private @Nullable Double rowsPerMinute;

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "Different users within the attribution windows (default: 1000000).")
  private @Nullable Double users;

  @Option(
      names = "--storesPerUser",
      paramLabel = "N",
      defaultValue = "1",
      description = "Stores whose ads a user sees (default: ${DEFAULT-VALUE}).")
  private double storesPerUser;

  @Option(
      names = "--clickShare",
      paramLabel = "SHARE",
      description = "Share of clicks among the events, from 0 to 1 (default: 0.07).")
  private @Nullable Double clickShare;

  @Option(
      names = "--ordersPerSecond",
      paramLabel = "N",
      defaultValue = "0",
      description = "Orders per second of all regions (default: ${DEFAULT-VALUE}).")
  private double ordersPerSecond;

  /** Returns the traffic; the sample is null if no topic was measured. */
  EventTraffic traffic(@Nullable TopicSample sample) {
    double rate = or(eventsPerSecond, sample == null ? 0 : sample.recordsPerSecond());
    if (eventsPerSecond == null && rate == 0) {
      throw new IllegalArgumentException(
          sample == null
              ? "The load is missing: state it with --eventsPerSecond=N, or measure it with --fromTopic=ad-events."
              : "All records of the sample have the same time, so it shows no rate: state it with --eventsPerSecond=N.");
    }
    TopicSample known = withEvents(sample);
    return new EventTraffic(
        rate,
        or(eventBytes, sample == null ? EVENT_BYTES : sample.bytesPerRecord()),
        or(clickShare, known == null ? CLICK_SHARE : known.clickShare()),
        ordersPerSecond);
  }

  /** Returns the population; the sample is null if no topic was measured. */
  Population population(@Nullable TopicSample sample) {
    TopicSample known = withEvents(sample);
    return new Population(
        or(ads, known == null ? ADS : known.ads()),
        or(rowsPerMinute, known == null || ads != null ? 0 : known.rowsPerMinute()),
        or(users, known == null ? USERS : known.users()),
        storesPerUser);
  }

  /** Returns the sample, or null if none of its records is an event. */
  private static @Nullable TopicSample withEvents(@Nullable TopicSample sample) {
    return sample == null || sample.events() == 0 ? null : sample;
  }

  private static double or(@Nullable Double given, double otherwise) {
    return given == null ? otherwise : given;
  }
}
