package dev.tally.transforms.cleanse;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import dev.tally.transforms.model.BundleCounter;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.CampaignVersionCoder;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetterCoder;
import dev.tally.transforms.model.DeadLetterCounters;
import dev.tally.transforms.model.InvalidCounters;
import dev.tally.transforms.model.InvalidReason;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderAges;
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
 * Passes on the records that follow the rules and turns all others into dead letters with their
 * whole payload.
 *
 * <p>Input: decoded records, with their broker time as timestamp, in the global window.
 *
 * <p>Output: for each record either its value or one dead letter. A dead letter has the broker time
 * as its timestamp. A value has the timestamp that its rules assign: an ad event its event time, an
 * order its order time, a campaign version its broker time. An event time is at most {@code
 * maxEventAge} before and {@code maxClockSkew} after the broker time, and the windows and the state
 * of later steps rely on this.
 *
 * <p>Errors: none. The verdict depends on the value and its broker time only, so that a replay
 * rejects exactly the same records.
 *
 * @param <T> the type of the decoded values
 */
@AutoValue
public abstract class CleanseRecords<T>
    extends PTransform<PCollection<Received<T>>, WithFailures.Result<PCollection<T>, DeadLetter>> {

  /**
   * Accepts raw events that happened at most {@code maxEventAge} before and at most {@code
   * maxClockSkew} after their broker time. The event id must not be a placeholder, and the region
   * must not be {@link AdEvent#ALL_REGIONS}.
   */
  public static CleanseRecords<AdEvent> rawAdEvents(
      Duration maxEventAge, Duration maxClockSkew, PlaceholderIds placeholders) {
    checkBounds(maxEventAge, maxClockSkew);
    EventRules rules =
        new EventRules(maxEventAge, maxClockSkew, placeholders, Set.of(AdEvent.ALL_REGIONS));
    return of("CleanseEvents", rules, AdEventCoder.of());
  }

  /**
   * Accepts clean ad events, which the aggregation job has accepted under the same bounds. Their
   * region may be {@link AdEvent#ALL_REGIONS}.
   */
  public static CleanseRecords<AdEvent> adEvents(Duration maxEventAge, Duration maxClockSkew) {
    checkBounds(maxEventAge, maxClockSkew);
    EventRules rules =
        new EventRules(maxEventAge, maxClockSkew, PlaceholderIds.standard(), Set.of());
    return of("CleanseEvents", rules, AdEventCoder.of());
  }

  /**
   * Accepts records of orders that are not older than {@code ages} allow and whose order time is at
   * most {@code maxClockSkew} after their broker time.
   *
   * @param placeholders ids that identify nothing: an order id that is one is rejected; a user id
   *     that is one means that the user is unknown
   */
  public static CleanseRecords<Order> orders(
      OrderAges ages, Duration maxClockSkew, PlaceholderIds placeholders) {
    checkBounds(ages.maxEventAge(), maxClockSkew);
    OrderRules rules = new OrderRules(ages, maxClockSkew, placeholders);
    return of("CleanseOrders", rules, OrderCoder.of());
  }

  /** Accepts campaign versions whose windows are at most as long as touches are remembered. */
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

  /** Judges one value without a pipeline, with the same verdict as the transform. */
  public Verdict<T> judge(T value) {
    return rules().judge(value);
  }

  /**
   * Returns a transform that also emits the raw record of each value, for a later step that may
   * reject records.
   */
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

  /** Creates the output for an accepted value. */
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
    private final InvalidCounters invalid = InvalidCounters.of(CleanseRecords.class);
    private final DeadLetterCounters letters = DeadLetterCounters.of(CleanseRecords.class);
    private final String step;
    private final Rules<T> rules;
    private final Output<T, O> output;
    private final TupleTag<DeadLetter> refused;
    private transient BundleCounter accepted = new BundleCounter(cleansed);

    CleanseFn(String step, Rules<T> rules, Output<T, O> output, TupleTag<DeadLetter> refused) {
      this.step = step;
      this.rules = rules;
      this.output = output;
      this.refused = refused;
    }

    /** Returns no limit: only the rule TOO_OLD decides how far an event time may be in the past. */
    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester")
    public Duration getAllowedTimestampSkew() {
      return Duration.millis(Long.MAX_VALUE);
    }

    @StartBundle
    public void start() {
      accepted = new BundleCounter(cleansed);
    }

    @FinishBundle
    public void finish() {
      accepted.report();
    }

    private void count(T value) {
      accepted.inc();
      if (rules.isOfPlaceholderUser(value)) {
        ofPlaceholderUsers.inc();
      }
      InvalidReason reason = rules.invalidReasonOf(value);
      if (reason != null) {
        invalid.count(reason);
      }
    }

    @ProcessElement
    public void process(
        @Element Received<T> received, OutputReceiver<O> out, MultiOutputReceiver all) {
      RawRecord record = received.getRecord();
      rules
          .judge(received.getValue())
          .handle(
              value -> {
                count(value);
                out.outputWithTimestamp(output.of(value, record), rules.timeOf(value));
              },
              no -> {
                letters.count(no.reason());
                all.get(refused).output(DeadLetter.of(step, no.reason(), no.detail(), record));
              });
    }
  }
}
