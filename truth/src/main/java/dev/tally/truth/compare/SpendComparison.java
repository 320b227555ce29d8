package dev.tally.truth.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares the spend of campaigns and UTC days with the sums of a truth file, whose rows must have
 * the campaign, the minute and the spend. A day on which a campaign has spent nothing is not
 * compared.
 *
 * <p>State: both sides, about 100 bytes per campaign and day.
 */
public final class SpendComparison {
  private static final long DAY_MILLIS = 86_400_000;
  private static final int EXAMPLES = 10;

  private final Map<CampaignDay, Long> expected = new TreeMap<>();
  private final Map<CampaignDay, Long> actual = new TreeMap<>();

  private SpendComparison() {}

  /** A campaign and the start of a UTC day, epoch ms. */
  private record CampaignDay(String campaign, long day) implements Comparable<CampaignDay> {
    private static final Comparator<CampaignDay> ORDER =
        Comparator.comparing(CampaignDay::campaign).thenComparing(CampaignDay::day);

    @Override
    public int compareTo(CampaignDay other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Creates a comparison with a truth file; it has no rows yet.
   *
   * @throws IllegalArgumentException if the file lacks a column
   */
  public static SpendComparison with(Truth truth) {
    if (!truth.dimensions().containsAll(List.of(Dimension.CAMPAIGN_ID, Dimension.MINUTE_MS))
        || !truth.measures().contains(Measure.SPEND_MICROS)) {
      throw new IllegalArgumentException(
          "the truth file must have the columns campaign_id, minute_ms and spend_micros");
    }
    SpendComparison comparison = new SpendComparison();
    truth.forEach(comparison::expect);
    return comparison;
  }

  private void expect(MetricsRow row) {
    long minute = Long.parseLong(String.valueOf(row.dimensions().get(Dimension.MINUTE_MS)));
    add(
        expected,
        String.valueOf(row.dimensions().get(Dimension.CAMPAIGN_ID)),
        minute,
        row.measures().getOrDefault(Measure.SPEND_MICROS, 0L));
  }

  /** Adds the spend of a campaign on the day that contains a time, epoch ms. */
  public void add(String campaign, long time, long micros) {
    add(actual, campaign, time, micros);
  }

  private static void add(Map<CampaignDay, Long> sums, String campaign, long time, long micros) {
    if (micros != 0) {
      long day = Math.floorDiv(time, DAY_MILLIS) * DAY_MILLIS;
      sums.merge(new CampaignDay(campaign, day), micros, Math::addExact);
    }
  }

  /** Returns the differences of the rows added so far. */
  public Differences differences() {
    List<String> examples = new ArrayList<>();
    long missing = 0;
    long different = 0;
    for (Map.Entry<CampaignDay, Long> row : expected.entrySet()) {
      Long found = actual.get(row.getKey());
      missing += found == null ? 1 : 0;
      different += found != null && !found.equals(row.getValue()) ? 1 : 0;
      if (!row.getValue().equals(found) && examples.size() < EXAMPLES) {
        examples.add(
            "%s: spend_micros=%s, must be %d".formatted(row.getKey(), found, row.getValue()));
      }
    }
    long extra = actual.keySet().stream().filter(key -> !expected.containsKey(key)).count();
    return new Differences(missing, extra, different, expected.size(), examples);
  }
}
