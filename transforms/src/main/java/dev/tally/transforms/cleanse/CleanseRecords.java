package dev.tally.transforms.cleanse;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.CampaignVersionCoder;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetterCoder;
import dev.tally.transforms.model.DeadLetterCounters;
import dev.tally.transforms.model.PlaceholderIds;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.Verdict;
import org.apache.beam.sdk.coders.Coder;
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
 * Lets records through that are fit to be processed and turns the others into dead letters, payload
 * and all.
 *
 * <p>Input: decoded records, stamped with their broker time, in the global window.
 *
 * <p>Output: for each record its value, or one dead letter, stamped with the broker time. Ad events
 * are stamped with their event time, which is at most {@code maxEventAge} before and {@code
 * maxClockSkew} after the broker time: what windows and state behind this step rest on.
 *
 * <p>Errors: none. The verdict looks at the value and its broker time only, so a replay refuses
 * exactly what the first run refused.
 *
 * @param <T> what a record holds
 */
@AutoValue
public abstract class CleanseRecords<T>
    extends PTransform<PCollection<Received<T>>, WithFailures.Result<PCollection<T>, DeadLetter>> {

  /**
   * Accepts events that happened at most {@code maxEventAge} before their broker time and at most
   * {@code maxClockSkew} after it.
   */
  public static CleanseRecords<AdEvent> adEvents(Duration maxEventAge, Duration maxClockSkew) {
    checkBounds(maxEventAge, maxClockSkew);
    return of("CleanseEvents", new EventRules(maxEventAge, maxClockSkew), AdEventCoder.of());
  }

  /**
   * Accepts versions of campaigns whose windows are no longer than what touches are remembered for.
   */
  public static CleanseRecords<CampaignVersion> campaigns(
      Duration maxClickWindow, Duration maxViewWindow, PlaceholderIds placeholders) {
    CampaignRules rules = new CampaignRules(maxClickWindow, maxViewWindow, placeholders);
    return of("CleanseCampaigns", rules, CampaignVersionCoder.of());
  }

  private static <T> CleanseRecords<T> of(String step, Rules<T> rules, Coder<T> coder) {
    return new AutoValue_CleanseRecords<>(step, rules, coder);
  }

  private static void checkBounds(Duration maxEventAge, Duration maxClockSkew) {
    checkArgument(
        maxEventAge.isLongerThan(Duration.ZERO),
        "maxEventAge must be longer than zero, is %s",
        maxEventAge);
    checkArgument(
        !maxClockSkew.isShorterThan(Duration.ZERO),
        "maxClockSkew must not be negative, is %s",
        maxClockSkew);
  }

  abstract String step();

  abstract Rules<T> rules();

  abstract Coder<T> coder();

  @Override
  public WithFailures.Result<PCollection<T>, DeadLetter> expand(PCollection<Received<T>> records) {
    TupleTag<T> accepted = new TupleTag<>("accepted");
    TupleTag<DeadLetter> refused = new TupleTag<>("refused");
    PCollectionTuple routed =
        records.apply(
            "Cleanse",
            ParDo.of(new CleanseFn<>(step(), rules(), refused))
                .withOutputTags(accepted, TupleTagList.of(refused)));
    routed.get(accepted).setCoder(coder());
    routed.get(refused).setCoder(DeadLetterCoder.of());
    return WithFailures.Result.of(routed, accepted, refused);
  }

  private static final class CleanseFn<T> extends DoFn<Received<T>, T> {
    private final Counter cleansed = Metrics.counter(CleanseRecords.class, "records_cleansed");
    private final DeadLetterCounters letters = DeadLetterCounters.of(CleanseRecords.class);
    private final String step;
    private final Rules<T> rules;
    private final TupleTag<DeadLetter> refused;

    CleanseFn(String step, Rules<T> rules, TupleTag<DeadLetter> refused) {
      this.step = step;
      this.rules = rules;
      this.refused = refused;
    }

    /** Without bound: how far back an event may go is the rule TOO_OLD's to say, and only there. */
    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester")
    public Duration getAllowedTimestampSkew() {
      return Duration.millis(Long.MAX_VALUE);
    }

    @ProcessElement
    public void process(
        @Element Received<T> received, OutputReceiver<T> out, MultiOutputReceiver all) {
      Verdict<T> verdict = rules.judge(received.getValue());
      if (verdict instanceof Verdict.Refused<T> no) {
        letters.count(no.reason());
        all.get(refused)
            .output(DeadLetter.of(step, no.reason(), no.detail(), received.getRecord()));
      } else {
        cleansed.inc();
        T value = ((Verdict.Accepted<T>) verdict).value();
        out.outputWithTimestamp(value, rules.timeOf(value));
      }
    }
  }
}
