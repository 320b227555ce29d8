package dev.tally.transforms.aggregate;

import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;

/**
 * Adds up the counts of the elements of a bundle before the shuffle, so that a busy ad sends one
 * element per bundle over the network and not one per event.
 *
 * <p>Output: one element per key and minute, in the window of the minute, with the last millisecond
 * of the minute as timestamp, emitted at the end of the bundle. A runner does not advance the
 * watermark within a bundle, so no element becomes late by waiting.
 */
final class CountBundleFn<T> extends DoFn<T, KV<MetricKey, Counts>> {
  private static final long serialVersionUID = 1L;
  private static final Duration MINUTE = Duration.standardMinutes(1);

  private final Counter counted = Metrics.counter(CountByMinute.class, "events_counted");
  private final int slots;
  private final SerializableFunction<T, KV<MetricKey, Counts>> countsOf;
  private transient BundleCounts bundle = new BundleCounts(0);

  /**
   * @param slots the maximum number of combinations of key and minute that are added up in a
   *     bundle; the counts of elements with further combinations are emitted one by one
   * @param countsOf returns the key and the counts of one element
   */
  CountBundleFn(int slots, SerializableFunction<T, KV<MetricKey, Counts>> countsOf) {
    this.slots = slots;
    this.countsOf = countsOf;
  }

  @StartBundle
  public void start() {
    bundle = new BundleCounts(slots);
  }

  @ProcessElement
  public void process(
      @Element T element, IntervalWindow minute, OutputReceiver<KV<MetricKey, Counts>> out) {
    KV<MetricKey, Counts> more = countsOf.apply(element);
    counted.inc(more.getValue().events());
    if (!bundle.add(new BundleCounts.Slot(more.getKey(), minute.end()), more.getValue())) {
      out.outputWithTimestamp(more, minute.maxTimestamp());
    }
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    bundle.drainTo(
        (slot, counts) -> {
          IntervalWindow minute = new IntervalWindow(slot.end().minus(MINUTE), slot.end());
          context.output(KV.of(slot.key(), counts), minute.maxTimestamp(), minute);
        });
  }
}
