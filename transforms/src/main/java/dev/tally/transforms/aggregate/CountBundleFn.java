package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.AdEvent;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;

/**
 * Adds up the events of a bundle before they are shuffled, so that a busy ad crosses once a bundle
 * and not once an event.
 *
 * <p>Output: stamped with the last millisecond of the minute, in the minute's window, at the end of
 * the bundle. A runner does not move the watermark within a bundle, so nothing gets later than it
 * was.
 */
final class CountBundleFn extends DoFn<AdEvent, KV<MetricKey, Counts>> {
  private static final Duration MINUTE = Duration.standardMinutes(1);

  private final Counter counted = Metrics.counter(CountByMinute.class, "events_counted");
  private final int slots;
  private transient BundleCounts bundle = new BundleCounts(0);

  /** Adds up to this many ads and minutes together; events beyond them pass singly. */
  CountBundleFn(int slots) {
    this.slots = slots;
  }

  @StartBundle
  public void start() {
    bundle = new BundleCounts(slots);
  }

  @ProcessElement
  public void process(
      @Element AdEvent event, IntervalWindow minute, OutputReceiver<KV<MetricKey, Counts>> out) {
    counted.inc();
    MetricKey key = MetricKey.of(event);
    Counts counts = Counts.of(event);
    if (!bundle.add(new BundleCounts.Slot(key, minute.end()), counts)) {
      out.outputWithTimestamp(KV.of(key, counts), minute.maxTimestamp());
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
