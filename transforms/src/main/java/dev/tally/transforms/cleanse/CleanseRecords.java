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
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderCoder;
import dev.tally.transforms.model.PlaceholderIds;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.ReceivedCoder;
import dev.tally.transforms.model.Verdict;
import java.io.Serializable;
import java.util.Set;
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
 * and orders are stamped with their event time, which is at most {@code maxEventAge} before and
 * {@code maxClockSkew} after the broker time: what windows and state behind this step rest on.
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
   * Accepts raw events that happened at most {@code maxEventAge} before their broker time and at
   * most {@code maxClockSkew} after it, whose event id is no placeholder.
   */
  public static CleanseRecords<AdEvent> rawAdEvents(
      Duration maxEventAge, Duration maxClockSkew, PlaceholderIds placeholders) {
    checkBounds(maxEventAge, maxClockSkew);
    EventRules rules =
        new EventRules(maxEventAge, maxClockSkew, placeholders, Set.of(AdEvent.ALL_REGIONS));
    return of("CleanseEvents", rules, AdEventCoder.of());
  }

  /**
   * Accepts events of the same bounds that the aggregation job has accepted; their region may be
   * that of all regions.
   */
  public static CleanseRecords<AdEvent> adEvents(Duration maxEventAge, Duration maxClockSkew) {
    checkBounds(maxEventAge, maxClockSkew);
    EventRules rules =
        new EventRules(maxEventAge, maxClockSkew, PlaceholderIds.standard(), Set.of());
    return of("CleanseEvents", rules, AdEventCoder.of());
  }

  /** Accepts orders of the same bounds; cancellations also long after their order. */
  public static CleanseRecords<Order> orders(Duration maxEventAge, Duration maxClockSkew) {
    checkBounds(maxEventAge, maxClockSkew);
    return of("CleanseOrders", new OrderRules(maxEventAge, maxClockSkew), OrderCoder.of());
  }

  /**
   * Accepts versions of campaigns whose windows are no longer than what touches are remembered for.
   */
  public static CleanseRecords<CampaignVersion> campaigns(
      Duration maxClickWindow, Duration maxViewWindow) {
    CampaignRules rules = new CampaignRules(maxClickWindow, maxViewWindow);
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

  /** The same, with the raw record beside each value, for a later step that refuses records. */
  public PTransform<
          PCollection<Received<T>>, WithFailures.Result<PCollection<Received<T>>, DeadLetter>>
      withRecords() {
    return new WithRecords<>(this);
  }

  @Override
  public WithFailures.Result<PCollection<T>, DeadLetter> expand(PCollection<Received<T>> records) {
    return cleanse(records, (value, record) -> value, coder());
  }

  private <O> WithFailures.Result<PCollection<O>, DeadLetter> cleanse(
      PCollection<Received<T>> records, Output<T, O> output, Coder<O> outputCoder) {
    TupleTag<O> accepted = new TupleTag<>("accepted");
    TupleTag<DeadLetter> refused = new TupleTag<>("refused");
    PCollectionTuple routed =
        records.apply(
            "Cleanse",
            ParDo.of(new CleanseFn<>(step(), rules(), output, refused))
                .withOutputTags(accepted, TupleTagList.of(refused)));
    routed.get(accepted).setCoder(outputCoder);
    routed.get(refused).setCoder(DeadLetterCoder.of());
    return WithFailures.Result.of(routed, accepted, refused);
  }

  /** What is emitted for an accepted value. */
  @FunctionalInterface
  private interface Output<T, O> extends Serializable {
    O of(T value, RawRecord record);
  }

  private static final class WithRecords<T>
      extends PTransform<
          PCollection<Received<T>>, WithFailures.Result<PCollection<Received<T>>, DeadLetter>> {
    private static final long serialVersionUID = 1L;
    private final CleanseRecords<T> records;

    WithRecords(CleanseRecords<T> records) {
      this.records = records;
    }

    @Override
    public WithFailures.Result<PCollection<Received<T>>, DeadLetter> expand(
        PCollection<Received<T>> input) {
      return records.cleanse(input, Received::of, ReceivedCoder.of(records.coder()));
    }
  }

  private static final class CleanseFn<T, O> extends DoFn<Received<T>, O> {
    private static final long serialVersionUID = 1L;

    private final Counter cleansed = Metrics.counter(CleanseRecords.class, "records_cleansed");
    private final Counter ofPlaceholderUsers =
        Metrics.counter(CleanseRecords.class, "records_of_placeholder_users");
    private final DeadLetterCounters letters = DeadLetterCounters.of(CleanseRecords.class);
    private final String step;
    private final Rules<T> rules;
    private final Output<T, O> output;
    private final TupleTag<DeadLetter> refused;

    CleanseFn(String step, Rules<T> rules, Output<T, O> output, TupleTag<DeadLetter> refused) {
      this.step = step;
      this.rules = rules;
      this.output = output;
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
        @Element Received<T> received, OutputReceiver<O> out, MultiOutputReceiver all) {
      Verdict<T> verdict = rules.judge(received.getValue());
      if (verdict instanceof Verdict.Refused<T> no) {
        letters.count(no.reason());
        all.get(refused)
            .output(DeadLetter.of(step, no.reason(), no.detail(), received.getRecord()));
      } else {
        cleansed.inc();
        T value = ((Verdict.Accepted<T>) verdict).value();
        if (rules.isOfPlaceholderUser(value)) {
          ofPlaceholderUsers.inc();
        }
        out.outputWithTimestamp(output.of(value, received.getRecord()), rules.timeOf(value));
      }
    }
  }
}
