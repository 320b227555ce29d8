package dev.tally.transforms.aggregate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Adds up the counts of the elements of a bundle before the shuffle, so that a busy ad sends one
 * row per minute and bundle over the network and not one per event.
 *
 * <p>Output: at the end of the bundle, or as soon as there are {@link #MAX_ROWS} rows, one block of
 * rows per bucket. Its timestamp is the last millisecond of the minute of its first row. A runner
 * does not advance the watermark within a bundle, so no row becomes late by waiting.
 */
final class CountBundleFn<T> extends DoFn<T, KV<Integer, List<KV<MinuteKey, Counts>>>> {
  private static final long serialVersionUID = 1L;

  /** The maximum number of rows that are added up before they are emitted. */
  private static final int MAX_ROWS = 10_000;

  private final Counter counted = Metrics.counter(CountByMinute.class, "events_counted");
  private final int buckets;
  private final SerializableFunction<T, KV<MinuteKey, Counts>> countsOf;
  private transient Map<MinuteKey, RunningCounts> sums = new HashMap<>();

  /**
   * @param countsOf returns the row and the counts of one element
   */
  CountBundleFn(int buckets, SerializableFunction<T, KV<MinuteKey, Counts>> countsOf) {
    this.buckets = buckets;
    this.countsOf = countsOf;
  }

  @StartBundle
  public void start() {
    sums = new HashMap<>();
  }

  /** Returns no limit: a block has the time of its rows, not of the element that completes it. */
  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester")
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  @ProcessElement
  public void process(
      @Element T element, OutputReceiver<KV<Integer, List<KV<MinuteKey, Counts>>>> out) {
    KV<MinuteKey, Counts> more = countsOf.apply(element);
    sums.computeIfAbsent(more.getKey(), any -> new RunningCounts()).add(more.getValue());
    if (sums.size() >= MAX_ROWS) {
      emit(out::outputWithTimestamp);
    }
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    emit((block, time) -> context.output(block, time, GlobalWindow.INSTANCE));
  }

  private void emit(BiConsumer<KV<Integer, List<KV<MinuteKey, Counts>>>, Instant> out) {
    Map<Integer, List<KV<MinuteKey, Counts>>> blocks = new HashMap<>();
    long events = 0;
    for (Map.Entry<MinuteKey, RunningCounts> sum : sums.entrySet()) {
      Counts counts = sum.getValue().toCounts();
      events += counts.events();
      blocks
          .computeIfAbsent(sum.getKey().key().bucket(buckets), any -> new ArrayList<>())
          .add(KV.of(sum.getKey(), counts));
    }
    counted.inc(events);
    blocks.forEach((bucket, rows) -> out.accept(KV.of(bucket, rows), rows.get(0).getKey().last()));
    sums.clear();
  }
}
