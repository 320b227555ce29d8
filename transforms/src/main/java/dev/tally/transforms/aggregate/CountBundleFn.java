package dev.tally.transforms.aggregate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;

/**
 * Adds up the counts of the elements of a bundle before the shuffle, so that a busy ad sends one
 * row per minute and bundle over the network and not one per event.
 *
 * <p>Output: at the end of the bundle, one block of rows per bucket. Its timestamp is the last
 * millisecond of the minute of its first row. A runner does not advance the watermark within a
 * bundle, so no row becomes late by waiting.
 */
final class CountBundleFn<T> extends DoFn<T, KV<Integer, List<KV<MinuteKey, Counts>>>> {
  private static final long serialVersionUID = 1L;

  private final Counter counted = Metrics.counter(CountByMinute.class, "events_counted");
  private final int buckets;
  private final SerializableFunction<T, KV<MinuteKey, Counts>> countsOf;
  private transient Map<MinuteKey, Counts> sums = new HashMap<>();

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

  @ProcessElement
  public void process(@Element T element) {
    KV<MinuteKey, Counts> more = countsOf.apply(element);
    sums.merge(more.getKey(), more.getValue(), Counts::plus);
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    Map<Integer, List<KV<MinuteKey, Counts>>> blocks = new HashMap<>();
    long events = 0;
    for (Map.Entry<MinuteKey, Counts> sum : sums.entrySet()) {
      events += sum.getValue().events();
      blocks
          .computeIfAbsent(sum.getKey().key().bucket(buckets), any -> new ArrayList<>())
          .add(KV.of(sum.getKey(), sum.getValue()));
    }
    counted.inc(events);
    blocks.forEach(
        (bucket, rows) ->
            context.output(
                KV.of(bucket, rows), rows.get(0).getKey().last(), GlobalWindow.INSTANCE));
    sums = new HashMap<>();
  }
}
