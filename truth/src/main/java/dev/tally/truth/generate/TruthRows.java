package dev.tally.truth.generate;

import java.io.IOException;
import java.util.Arrays;

/**
 * Counts the planned events by region, campaign, ad, store and minute.
 *
 * <p>State: 32 bytes per slot, two to four slots per row (open addressing).
 */
final class TruthRows {
  static final String HEADER =
      "region,campaign_id,ad_id,store_id,minute_ms,impressions,clicks,spend_micros";

  private static final int IMPRESSIONS = 0;
  private static final int CLICKS = 1;
  private static final int SPEND = 2;
  private static final int MEASURES = 3;
  private static final long MINUTE_MS = 60_000;
  private static final long FREE = -1;

  private final Catalog catalog;
  private final long[] totals = new long[MEASURES];
  private long[] keys = freeKeys(1 << 12);
  private long[] values = new long[keys.length * MEASURES];
  private int rows;

  TruthRows(Catalog catalog) {
    this.catalog = catalog;
  }

  void add(PlannedEvent event) {
    if (rows * 2 >= keys.length) {
      grow();
    }
    int slot = slot(key(event));
    if (keys[slot] == FREE) {
      keys[slot] = key(event);
      rows++;
    }
    count(values, slot * MEASURES, event);
    count(totals, 0, event);
  }

  int rows() {
    return rows;
  }

  long impressions() {
    return totals[IMPRESSIONS];
  }

  long clicks() {
    return totals[CLICKS];
  }

  long spendMicros() {
    return totals[SPEND];
  }

  /** Writes the header and the rows, sorted by all dimensions in the order of the header. */
  void writeTo(Appendable csv) throws IOException {
    csv.append(HEADER).append('\n');
    for (long key : Arrays.stream(keys).filter(key -> key != FREE).sorted().toArray()) {
      int ad = catalog.adOfRank((int) (key >>> 32) & 0xffffff);
      int at = slot(key) * MEASURES;
      csv.append(catalog.region((int) (key >>> 56))).append(',');
      csv.append(catalog.campaign(ad)).append(',');
      csv.append(catalog.ad(ad)).append(',');
      csv.append(catalog.store(ad)).append(',');
      csv.append(Long.toString((key & 0xffffffffL) * MINUTE_MS)).append(',');
      csv.append(Long.toString(values[at + IMPRESSIONS])).append(',');
      csv.append(Long.toString(values[at + CLICKS])).append(',');
      csv.append(Long.toString(values[at + SPEND])).append('\n');
    }
  }

  /** Encodes region, rank of the ad and minute, so that keys sort like rows. */
  private long key(PlannedEvent event) {
    long minute = Math.floorDiv(event.eventTime(), MINUTE_MS);
    return ((long) catalog.homeOf(event.user()) << 56)
        | ((long) catalog.rankOfAd(event.ad()) << 32)
        | minute;
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) Chance.mix(key) & mask;
    while (keys[slot] != FREE && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldValues = values;
    keys = freeKeys(oldKeys.length * 2);
    values = new long[keys.length * MEASURES];
    for (int old = 0; old < oldKeys.length; old++) {
      if (oldKeys[old] != FREE) {
        int slot = slot(oldKeys[old]);
        keys[slot] = oldKeys[old];
        System.arraycopy(oldValues, old * MEASURES, values, slot * MEASURES, MEASURES);
      }
    }
  }

  private static void count(long[] measures, int at, PlannedEvent event) {
    measures[at + (event.clicked() ? CLICKS : IMPRESSIONS)]++;
    measures[at + SPEND] += event.costMicros();
  }

  private static long[] freeKeys(int slots) {
    long[] keys = new long[slots];
    Arrays.fill(keys, FREE);
    return keys;
  }
}
