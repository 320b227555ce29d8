package dev.tally.transforms.aggregate;

import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;

/**
 * Adds up the counts of the elements of a bundle before they are shuffled, so that a busy ad
 * crosses once a bundle and not once an event.
 *
 * <p>Output: stamped with the last millisecond of the minute, in the minute's window, at the end of
 * the bundle. A runner does not move the watermark within a bundle, so nothing gets later than it
 * was.
 */
final class CountBundleFn<T> extends DoFn<T, KV<MetricKey, Counts>> {
  private static final long serialVersionUID = 1L;
  private static final Duration MINUTE = Duration.standardMinutes(1);

  private final Counter counted = Metrics.counter(CountByMinute.class, "events_counted");
  private final int slots;
  private final SerializableFunction<T, KV<MetricKey, Counts>> countsOf;
  private transient BundleCounts bundle = new BundleCounts(0);

  /**
   * Adds up to this many ads and minutes together; elements beyond them pass singly.
   *
   * @param countsOf what one element counts for
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
