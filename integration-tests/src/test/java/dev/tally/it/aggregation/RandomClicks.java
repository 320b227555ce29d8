package dev.tally.it.aggregation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.transforms.codec.AdEventJson;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.joda.time.Instant;

/**
 * Random clicks of several users on several ads, each in one of two campaigns and stores. Many of
 * them are close to each other in time, and some are simultaneous. One in ten is of a bot, and one
 * in ten of a data center. Also computes which of them are repeats and which are invalid traffic,
 * directly by the definitions.
 */
final class RandomClicks {
  private static final int USERS = 30;
  private static final int ADS = 5;
  private static final int STEP_MILLIS = 250;
  private static final String BOT = "Mozilla/5.0 (compatible; a-ROBOT/1.0)";
  private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/147.0";

  /** A list that contains the bots. */
  static final String BOTS = "# bots of the test\na-robot\n";

  /** A list that contains the data centers. */
  static final String DATA_CENTERS = "192.0.2.0/24\n2001:db8::/32\n";

  private static final Comparator<AdEvent> EARLIER =
      Comparator.comparing(AdEvent::getEventTime).thenComparing(AdEvent::getEventId);

  private final List<AdEvent> clicks = new ArrayList<>();

  /** Creates this many clicks, distributed over a time span. */
  RandomClicks(int number, Instant start, Duration span) {
    Random random = new Random(number + start.getMillis());
    int steps = (int) (span.toMillis() / STEP_MILLIS);
    for (int i = 0; i < number; i++) {
      int place = random.nextInt(2);
      clicks.add(
          AdEvent.builder()
              .setEventId("e-" + start.getMillis() + "-" + i)
              .setEventType(EventType.CLICK)
              .setEventTime(start.plus(millis(random.nextInt(steps) * (long) STEP_MILLIS)))
              .setUserId("u-" + random.nextInt(USERS))
              .setAdId("ad-" + random.nextInt(ADS))
              .setCampaignId("c-" + place)
              .setStoreId("s-" + place)
              .setRegion("us-east")
              .setBrokerTime(start)
              .build());
    }
  }

  /**
   * Writes the clicks to a file for sending, every tenth twice, in a random order of arrival: a
   * broker receives each click up to {@code maxDelay} after its event time.
   */
  Path write(Path file, Duration maxDelay, long seed) throws IOException {
    Random random = new Random(seed);
    Map<Long, List<AdEvent>> arrivals = new TreeMap<>();
    for (AdEvent click : clicks) {
      int copies = random.nextInt(10) == 0 ? 2 : 1;
      for (int copy = 0; copy < copies; copy++) {
        long delay = random.nextLong(maxDelay.toMillis() + 1);
        arrivals
            .computeIfAbsent(click.getEventTime().getMillis() + delay, none -> new ArrayList<>())
            .add(click);
      }
    }
    List<String> lines = new ArrayList<>();
    arrivals.forEach((time, taken) -> taken.forEach(c -> lines.add(time + "\t" + json(c))));
    return Files.write(file, lines);
  }

  /** Writes the counts as a truth file. */
  static Path writeTruth(Path file, Map<String, long[]> counts) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("region,campaign_id,ad_id,store_id,minute_ms,clicks,repeat_clicks,invalid_clicks");
    counts.forEach(
        (row, count) -> lines.add(row + "," + count[0] + "," + count[1] + "," + count[2]));
    return Files.write(file, lines);
  }

  /** Adds the clicks and repeats to the counts of their rows; only repeats are invalid. */
  void addTo(Map<String, long[]> counts, Duration window) {
    addTo(counts, window, click -> false);
  }

  /** Adds the clicks to the counts of their rows, with the lists and a limit per user and hour. */
  void addTo(Map<String, long[]> counts, Duration window, int maxClicksPerUserHour) {
    Map<String, Long> perHour =
        clicks.stream()
            .collect(Collectors.groupingBy(RandomClicks::userHour, Collectors.counting()));
    addTo(
        counts,
        window,
        click -> isListed(click) || perHour.get(userHour(click)) > maxClicksPerUserHour);
  }

  private void addTo(Map<String, long[]> counts, Duration window, Predicate<AdEvent> isInvalid) {
    Map<String, List<AdEvent>> byUserAndAd =
        clicks.stream().collect(Collectors.groupingBy(c -> c.getUserId() + " " + c.getAdId()));
    for (List<AdEvent> group : byUserAndAd.values()) {
      for (AdEvent click : group) {
        long[] count = counts.computeIfAbsent(row(click), none -> new long[3]);
        count[0]++;
        boolean isRepeat = group.stream().anyMatch(o -> isWithin(window, o, click));
        count[1] += isRepeat ? 1 : 0;
        count[2] += isRepeat || isInvalid.test(click) ? 1 : 0;
      }
    }
  }

  private static boolean isWithin(Duration window, AdEvent other, AdEvent click) {
    long distance = click.getEventTime().getMillis() - other.getEventTime().getMillis();
    return EARLIER.compare(other, click) < 0 && distance <= window.toMillis();
  }

  private static String row(AdEvent click) {
    long time = click.getEventTime().getMillis();
    return String.join(
        ",",
        click.getRegion(),
        click.getCampaignId(),
        click.getAdId(),
        click.getStoreId(),
        String.valueOf(time - time % 60_000));
  }

  private static String userHour(AdEvent click) {
    return click.getUserId() + " " + click.getEventTime().getMillis() / 3_600_000;
  }

  private static boolean isListed(AdEvent click) {
    return click.getEventId().endsWith("3") || click.getEventId().endsWith("7");
  }

  private static String json(AdEvent click) {
    String id = click.getEventId();
    String ip = id.endsWith("37") ? "2001:db8::7" : id.endsWith("7") ? "192.0.2.7" : "10.0.0.7";
    return new String(AdEventJson.encode(click), UTF_8)
        .replace(
            "}",
            ",\"user_agent\":\"%s\",\"ip\":\"%s\"}"
                .formatted(id.endsWith("3") ? BOT : BROWSER, ip));
  }

  private static org.joda.time.Duration millis(long millis) {
    return org.joda.time.Duration.millis(millis);
  }
}
