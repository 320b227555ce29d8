package dev.tally.transforms.aggregate;

import static com.google.common.base.Preconditions.checkArgument;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import dev.tally.transforms.model.EventType;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;

/**
 * Gives each click that is a repeat, as one repeat click to be added to the counts of its minute.
 * {@link RepeatRule} says which are.
 *
 * <p>Input: events, each once, stamped with their event time, in the global window.
 *
 * <p>Output: a repeat when its second click has come, whichever of the two that is: once for each
 * click, stamped with the click's event time, with the broker time of the click that came second.
 *
 * <p>Delivery: a click may be made a repeat only by one at its time or before it. So it is not
 * older than what has just been accepted: if that is no more than {@code maxEventAge} behind the
 * watermark, neither is the repeat, and its minute is still open.
 *
 * <p>State: for each user, ad and double-click window of time with a click in it one {@link
 * ClickSlice}, however many clicks there are: about 15 bytes, the event id of one of them, and
 * until it is a repeat its {@link MetricKey}. A click matters to those within the window around it
 * and no click comes more than {@code maxEventAge} behind the watermark, so a slice is forgotten
 * when the watermark has passed its last click by window + {@code maxEventAge}, and up to an eighth
 * of {@code maxEventAge} (a minute at least) more. A user who clicks without end holds {@code
 * maxEventAge} / window slices.
 *
 * <p>Source: Click Measurement Guidelines, IAB and Media Rating Council, 2009.
 */
final class FindRepeatClicks
    extends PTransform<PCollection<AdEvent>, PCollection<KV<MetricKey, Counts>>> {
  private static final long serialVersionUID = 1L;

  private final RepeatRule rule;
  private final Duration maxEventAge;

  /** Of clicks that come up to {@code maxEventAge} behind the watermark. */
  FindRepeatClicks(RepeatRule rule, Duration maxEventAge) {
    this.rule = rule;
    this.maxEventAge = maxEventAge;
  }

  @Override
  public PCollection<KV<MetricKey, Counts>> expand(PCollection<AdEvent> events) {
    checkArgument(
        events.getWindowingStrategy().getWindowFn() instanceof GlobalWindows,
        "FindRepeatClicks remembers clicks across windows: apply it before any Window.into");
    return events
        .apply("KeyClicks", ParDo.of(new KeyClickFn(rule.window())))
        .setCoder(KvCoder.of(new RepeatKeyCoder(), AdEventCoder.of()))
        .apply("RememberClicks", ParDo.of(new RememberClicksFn(rule, maxEventAge)))
        .setCoder(KvCoder.of(new MetricKeyCoder(), new CountsCoder()));
  }

  private static final class KeyClickFn extends DoFn<AdEvent, KV<RepeatKey, AdEvent>> {
    private static final long serialVersionUID = 1L;
    private final Duration window;

    KeyClickFn(Duration window) {
      this.window = window;
    }

    @ProcessElement
    public void process(@Element AdEvent event, OutputReceiver<KV<RepeatKey, AdEvent>> out) {
      if (event.getEventType() == EventType.CLICK) {
        out.output(KV.of(RepeatKey.of(window, event), event));
      }
    }
  }
}
