package dev.tally.operations.restate;

import dev.tally.transforms.model.MeasureSums;
import dev.tally.transforms.model.MetricMeasure;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a restatement has changed, or would change.
 *
 * @param range the minutes that were computed again
 * @param invalidTraffic the rules of invalid traffic, with their versions
 * @param events what was made of the raw records
 * @param rows the number of rows by what happened to them
 * @param generation the generation of the records that replace rows
 * @param changes the sums of the changed rows by day and campaign, in this order
 */
public record RestateReport(
    MinuteRange range,
    List<String> invalidTraffic,
    Events events,
    Rows rows,
    int generation,
    List<Change> changes) {

  /**
   * Numbers of records and events, each in the whole part of the raw topic that was read.
   *
   * @param read raw records
   * @param counted accepted events of the range
   * @param duplicates copies of accepted events with the same content
   * @param rejected rejected records by reason
   */
  public record Events(long read, long counted, long duplicates, Map<String, Long> rejected) {
    /** Copies the map. */
    public Events {
      rejected = new TreeMap<>(rejected);
    }
  }

  /**
   * Numbers of rows.
   *
   * @param unchanged rows that have the same counts as before
   * @param changed rows with other counts
   * @param added rows that did not exist before
   * @param zeroed rows of which the new rules count no event
   */
  public record Rows(long unchanged, long changed, long added, long zeroed) {
    /** Returns the number of rows that are written. */
    public long written() {
      return changed + added + zeroed;
    }
  }

  /**
   * The sums over the changed rows of a campaign and UTC day.
   *
   * @param before the sums before the restatement
   * @param after the sums after it
   */
  public record Change(LocalDate day, String campaignId, MeasureSums before, MeasureSums after) {
    private Change plus(Change other) {
      return new Change(day, campaignId, before.plus(other.before), after.plus(other.after));
    }
  }

  /** Returns the sums of all changed rows before the restatement. */
  public MeasureSums before() {
    return changes.stream().map(Change::before).reduce(MeasureSums.NONE, MeasureSums::plus);
  }

  /** Returns the sums of all changed rows after the restatement. */
  public MeasureSums after() {
    return changes.stream().map(Change::after).reduce(MeasureSums.NONE, MeasureSums::plus);
  }

  /** Returns what a measure has grown by. */
  public static long difference(MetricMeasure measure, MeasureSums before, MeasureSums after) {
    return after.get(measure) - before.get(measure);
  }

  static RestateReport of(
      MinuteRange range, List<String> invalidTraffic, Events events, Restatement restatement) {
    Map<RowChange.Kind, Long> kinds = new EnumMap<>(RowChange.Kind.class);
    Map<List<String>, Change> changes = new TreeMap<>(KEYS);
    for (RowChange row : restatement.changes()) {
      kinds.merge(row.kind(), 1L, Long::sum);
      Change change = change(row);
      changes.merge(List.of(change.day().toString(), change.campaignId()), change, Change::plus);
    }
    Rows rows =
        new Rows(
            restatement.unchanged(),
            kinds.getOrDefault(RowChange.Kind.CHANGED, 0L),
            kinds.getOrDefault(RowChange.Kind.NEW, 0L),
            kinds.getOrDefault(RowChange.Kind.ZEROED, 0L));
    return new RestateReport(
        range,
        invalidTraffic,
        events,
        rows,
        restatement.generation(),
        List.copyOf(changes.values()));
  }

  private static final Comparator<List<String>> KEYS =
      Comparator.comparing((List<String> key) -> key.get(0)).thenComparing(key -> key.get(1));

  private static Change change(RowChange row) {
    LocalDate day =
        java.time.Instant.ofEpochMilli(row.row().getMinute().getMillis())
            .atOffset(ZoneOffset.UTC)
            .toLocalDate();
    return new Change(day, row.row().getCampaignId(), row.before(), row.after());
  }
}
