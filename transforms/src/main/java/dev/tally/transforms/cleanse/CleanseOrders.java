package dev.tally.transforms.cleanse;

import com.google.auto.value.AutoValue;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetterCoder;
import dev.tally.transforms.model.DeadLetterCounters;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderCoder;
import dev.tally.transforms.model.PlaceholderIds;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.ReceivedCoder;
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
 * Accepts records of orders that follow {@link OrderRules} and turns the others into dead letters.
 *
 * <p>Input: decoded records, stamped with their broker time, in the global window.
 *
 * <p>Output: the accepted records, each with the Kafka record that it came in, stamped with the
 * order's time; the attribution needs the Kafka record to keep a conflicting copy whole.
 *
 * <p>Errors: none. The verdict depends on the record and its broker time only.
 */
@AutoValue
public abstract class CleanseOrders
    extends PTransform<
        PCollection<Received<Order>>,
        WithFailures.Result<PCollection<Received<Order>>, DeadLetter>> {
  private static final String STEP = "CleanseOrders";

  /**
   * Accepts records of these ages, and orders that claim to be placed at most {@code maxClockSkew}
   * after their broker time.
   *
   * @param placeholders order ids that identify nothing
   */
  public static CleanseOrders of(
      OrderAges ages, Duration maxClockSkew, PlaceholderIds placeholders) {
    return new AutoValue_CleanseOrders(new OrderRules(ages, maxClockSkew, placeholders));
  }

  abstract OrderRules rules();

  @Override
  public WithFailures.Result<PCollection<Received<Order>>, DeadLetter> expand(
      PCollection<Received<Order>> records) {
    TupleTag<Received<Order>> accepted = new TupleTag<>("accepted");
    TupleTag<DeadLetter> refused = new TupleTag<>("refused");
    PCollectionTuple routed =
        records.apply(
            "Cleanse",
            ParDo.of(new CleanseFn(rules(), refused))
                .withOutputTags(accepted, TupleTagList.of(refused)));
    routed.get(accepted).setCoder(ReceivedCoder.of(OrderCoder.of()));
    routed.get(refused).setCoder(DeadLetterCoder.of());
    return WithFailures.Result.of(routed, accepted, refused);
  }

  private static final class CleanseFn extends DoFn<Received<Order>, Received<Order>> {
    private static final long serialVersionUID = 1L;
    private final Counter cleansed = Metrics.counter(CleanseRecords.class, "records_cleansed");
    private final DeadLetterCounters letters = DeadLetterCounters.of(CleanseRecords.class);
    private final OrderRules rules;
    private final TupleTag<DeadLetter> refused;

    CleanseFn(OrderRules rules, TupleTag<DeadLetter> refused) {
      this.rules = rules;
      this.refused = refused;
    }

    /** No bound: the rule TOO_OLD alone decides how old an order may be. */
    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester")
    public Duration getAllowedTimestampSkew() {
      return Duration.millis(Long.MAX_VALUE);
    }

    @ProcessElement
    public void process(
        @Element Received<Order> received,
        OutputReceiver<Received<Order>> out,
        MultiOutputReceiver all) {
      Verdict<Order> verdict = rules.judge(received.getValue());
      if (verdict instanceof Verdict.Refused<Order> no) {
        letters.count(no.reason());
        all.get(refused)
            .output(DeadLetter.of(STEP, no.reason(), no.detail(), received.getRecord()));
      } else {
        cleansed.inc();
        Order order = ((Verdict.Accepted<Order>) verdict).value();
        out.outputWithTimestamp(Received.of(order, received.getRecord()), rules.timeOf(order));
      }
    }
  }
}
