package dev.tally.transforms.cleanse;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetterCoder;
import dev.tally.transforms.model.DeadLetterCounters;
import dev.tally.transforms.model.ReceivedEvent;
import dev.tally.transforms.model.Verdict;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithFailures;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Duration;

/**
 * Lets events through that are fit to count and turns the others into dead letters, payload and
 * all.
 *
 * <p>Input: decoded events, stamped with their broker time, in the global window.
 *
 * <p>Output: for each event itself, stamped with its event time, or one dead letter, stamped with
 * the broker time. Every event time is at most {@code maxEventAge} before and {@code maxClockSkew}
 * after the broker time: what windows behind this step rest on.
 *
 * <p>Errors: none. The verdict looks at the event and its broker time only, so a replay refuses
 * exactly what the first run refused.
 */
@AutoValue
public abstract class CleanseEvents
    extends PTransform<
        PCollection<ReceivedEvent>, WithFailures.Result<PCollection<AdEvent>, DeadLetter>> {
  private static final TupleTag<AdEvent> ACCEPTED = new TupleTag<>() {};
  private static final TupleTag<DeadLetter> REFUSED = new TupleTag<>() {};

  /**
   * Accepts events that happened at most {@code maxEventAge} before their broker time and at most
   * {@code maxClockSkew} after it.
   */
  public static CleanseEvents within(Duration maxEventAge, Duration maxClockSkew) {
    checkArgument(
        maxEventAge.isLongerThan(Duration.ZERO),
        "maxEventAge must be longer than zero, is %s",
        maxEventAge);
    checkArgument(
        !maxClockSkew.isShorterThan(Duration.ZERO),
        "maxClockSkew must not be negative, is %s",
        maxClockSkew);
    return new AutoValue_CleanseEvents(maxEventAge, maxClockSkew);
  }

  abstract Duration maxEventAge();

  abstract Duration maxClockSkew();

  @Override
  public WithFailures.Result<PCollection<AdEvent>, DeadLetter> expand(
      PCollection<ReceivedEvent> events) {
    EventRules rules = new EventRules(maxEventAge(), maxClockSkew());
    PCollectionTuple routed =
        events.apply(
            "Cleanse",
            ParDo.of(new CleanseFn(rules)).withOutputTags(ACCEPTED, TupleTagList.of(REFUSED)));
    routed.get(ACCEPTED).setCoder(AdEventCoder.of());
    routed.get(REFUSED).setCoder(DeadLetterCoder.of());
    return WithFailures.Result.of(routed, ACCEPTED, REFUSED);
  }

  private static final class CleanseFn extends DoFn<ReceivedEvent, AdEvent> {
    private final Counter cleansed = Metrics.counter(CleanseEvents.class, "events_cleansed");
    private final DeadLetterCounters letters = DeadLetterCounters.of(CleanseEvents.class);
    private final EventRules rules;

    CleanseFn(EventRules rules) {
      this.rules = rules;
    }

    /** Without bound: how far back an event may go is the rule TOO_OLD's to say, and only there. */
    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester")
    public Duration getAllowedTimestampSkew() {
      return Duration.millis(Long.MAX_VALUE);
    }

    @ProcessElement
    public void process(@Element ReceivedEvent received, MultiOutputReceiver out) {
      Verdict<AdEvent> verdict = rules.judge(received.getEvent());
      if (verdict instanceof Verdict.Refused<AdEvent> no) {
        letters.count(no.reason());
        out.get(REFUSED)
            .output(DeadLetter.of("CleanseEvents", no.reason(), no.detail(), received.getRecord()));
      } else {
        cleansed.inc();
        AdEvent event = ((Verdict.Accepted<AdEvent>) verdict).value();
        out.get(ACCEPTED).outputWithTimestamp(event, event.getEventTime());
      }
    }
  }
}
