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
 * Emits a notice for each click that is a repeat, to be added to the counts of its minute. {@link
 * RepeatRule} defines which clicks are repeats.
 *
 * <p>Input: events, each once, with their event time as timestamp, in the global window.
 *
 * <p>Output: one output per repeat click, emitted when the later-arriving click of the pair arrives
 * (in either event-time order). The timestamp is the event time of the repeat click; the broker
 * time is that of the later-arriving click.
 *
 * <p>Delivery: an arriving click can only make itself or a click with a later event time a repeat.
 * So a repeat is never older than the click that has just arrived: if that click is at most {@code
 * maxEventAge} before the watermark, so is the repeat, and its minute is still open.
 *
 * <p>State: per user and ad, one {@link ClickSlice} for each slice of time that has a click,
 * however many clicks it has; a slice is one double-click window long. A {@link ClickSlice} is
 * about 15 bytes and the event id of its first click and, until that click is a repeat, its {@link
 * MetricKey}. A slice only affects clicks within the window around it, and no click arrives more
 * than {@code maxEventAge} before the watermark. The slice is therefore forgotten when the
 * watermark is window + {@code maxEventAge} after its last click, or up to an eighth of {@code
 * maxEventAge} (at least a minute) later. A user who clicks without end has {@code maxEventAge} /
 * window slices.
 *
 * <p>Source: Click Measurement Guidelines, IAB and Media Rating Council, 2009.
 */
final class FindRepeatClicks
    extends PTransform<PCollection<AdEvent>, PCollection<KV<UserHour, UserClick>>> {
  private static final long serialVersionUID = 1L;

  private final RepeatRule rule;
  private final Duration maxEventAge;

  /**
   * Creates a transform for clicks whose event time is at most {@code maxEventAge} before the
   * watermark when they arrive.
   */
  FindRepeatClicks(RepeatRule rule, Duration maxEventAge) {
    this.rule = rule;
    this.maxEventAge = maxEventAge;
  }

  @Override
  public PCollection<KV<UserHour, UserClick>> expand(PCollection<AdEvent> events) {
    checkArgument(
        events.getWindowingStrategy().getWindowFn() instanceof GlobalWindows,
        "FindRepeatClicks remembers clicks across windows: apply it before any Window.into");
    return events
        .apply("KeyClicks", ParDo.of(new KeyClickFn(rule.window())))
        .setCoder(KvCoder.of(new RepeatKeyCoder(), AdEventCoder.of()))
        .apply("RememberClicks", ParDo.of(new RememberClicksFn(rule, maxEventAge)))
        .setCoder(KvCoder.of(new UserHourCoder(), new UserClickCoder()));
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
