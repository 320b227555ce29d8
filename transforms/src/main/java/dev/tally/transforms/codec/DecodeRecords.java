package dev.tally.transforms.codec;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.AdMetricCoder;
import dev.tally.transforms.model.BundleCounter;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.CampaignVersionCoder;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetterCoder;
import dev.tally.transforms.model.DeadLetterCounters;
import dev.tally.transforms.model.InvalidTrafficRules;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderCoder;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.ReceivedCoder;
import dev.tally.transforms.model.RecordDecoder;
import dev.tally.transforms.model.RevisedRecord;
import dev.tally.transforms.model.RevisedRecordCoder;
import dev.tally.transforms.model.Verdict;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithFailures;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Instant;

/**
 * Decodes records of one format. A record that does not have this format becomes a dead letter.
 *
 * <p>Input: the records of a topic, without heartbeats.
 *
 * <p>Output: for each record of a native format exactly one value or one dead letter, with the
 * timestamp and window of the record. A mapping ({@link #with}) can skip a record or make several
 * values and dead letters of one. The counters add up: records + {@code records_split} = {@code
 * records_decoded} + dead letters + {@code records_skipped}.
 *
 * <p>Errors: none. Every value gets a verdict, which is the same on every replay.
 *
 * @param <T> the type of the decoded values
 */
@AutoValue
public abstract class DecodeRecords<T>
    extends PTransform<
        PCollection<RawRecord>, WithFailures.Result<PCollection<Received<T>>, DeadLetter>> {
  private static final String NOT_BROKER_TIME =
      "Kafka timestamp: expected the broker's (LogAppendTime), but the producer set it to ";

  /**
   * Returns a decoder of {@link DefaultNames#AD_EVENTS} and {@link DefaultNames#CLEAN_AD_EVENTS}.
   */
  public static DecodeRecords<AdEvent> adEvents() {
    return of("DecodeAdEvents", AdEventJson::decode, AdEventCoder.of());
  }

  /**
   * Returns a decoder of {@link DefaultNames#AD_EVENTS} that also determines which events are
   * invalid traffic.
   */
  public static DecodeRecords<AdEvent> rawAdEvents(InvalidTrafficRules rules) {
    return of("DecodeAdEvents", AdEventJson.raw(rules), AdEventCoder.of());
  }

  /** Returns a decoder of {@link DefaultNames#ORDERS}. */
  public static DecodeRecords<Order> orders() {
    return of("DecodeOrders", FormatHints.explained(OrderJson::decode), OrderCoder.of());
  }

  /** Returns a decoder of {@link DefaultNames#CAMPAIGNS}. */
  public static DecodeRecords<CampaignVersion> campaigns() {
    return of(
        "DecodeCampaigns", FormatHints.explained(CampaignJson::decode), CampaignVersionCoder.of());
  }

  /** Returns a decoder of {@link DefaultNames#AD_METRICS}. */
  public static DecodeRecords<RevisedRecord> adMetrics() {
    return of("DecodeAdMetrics", RecordType.AD_METRIC);
  }

  /** Returns a decoder of all fields of {@link DefaultNames#AD_METRICS}. */
  public static DecodeRecords<AdMetric> wholeAdMetrics() {
    return of("DecodeAdMetrics", FormatHints.explained(AdMetricJson::decode), AdMetricCoder.of())
        .withMaxBytes(RecordType.AD_METRIC.maxValueBytes());
  }

  /** Returns a decoder of {@link DefaultNames#ATTRIBUTED_ORDERS}. */
  public static DecodeRecords<RevisedRecord> attributedOrders() {
    return of("DecodeAttributedOrders", RecordType.ATTRIBUTED_ORDER);
  }

  /** Returns a decoder of {@link DefaultNames#CAMPAIGN_REACH}. */
  public static DecodeRecords<RevisedRecord> campaignReach() {
    return of("DecodeCampaignReach", RecordType.CAMPAIGN_REACH);
  }

  private static DecodeRecords<RevisedRecord> of(String step, RecordType type) {
    return of(step, FormatHints.explained(type::decode), RevisedRecordCoder.of())
        .withMaxBytes(type.maxValueBytes());
  }

  private static <T> DecodeRecords<T> of(String step, WireFormat<T> format, Coder<T> coder) {
    return new AutoValue_DecodeRecords<>(
        step, new NativeDecoder<>(format), coder, RecordLimits.VALUE_BYTES);
  }

  abstract String step();

  abstract RecordDecoder<T> decoder();

  abstract Coder<T> coder();

  abstract int maxBytes();

  /**
   * Sets the maximum length of a value in bytes. A longer value is rejected as {@code TOO_LARGE}.
   * Default: the limit of the record type, see {@link RecordLimits}.
   *
   * @throws IllegalArgumentException if {@code maxBytes} is not above 0
   */
  public DecodeRecords<T> withMaxBytes(int maxBytes) {
    checkArgument(maxBytes > 0, "maxBytes must be above 0, is %s", maxBytes);
    return new AutoValue_DecodeRecords<>(step(), decoder(), coder(), maxBytes);
  }

  /** Sets the decoder of another format. Default: Tally's own JSON. */
  public DecodeRecords<T> with(RecordDecoder<T> decoder) {
    return new AutoValue_DecodeRecords<>(step(), decoder, coder(), maxBytes());
  }

  /** Decodes one record without a pipeline, with the same results as the transform. */
  public void decode(RawRecord record, RecordDecoder.Output<T> out) {
    decoder().decode(record, maxBytes(), out);
  }

  @Override
  public WithFailures.Result<PCollection<Received<T>>, DeadLetter> expand(
      PCollection<RawRecord> records) {
    TupleTag<Received<T>> decoded = new TupleTag<>("decoded");
    TupleTag<DeadLetter> refused = new TupleTag<>("refused");
    PCollectionTuple routed =
        records.apply(
            "Decode",
            ParDo.of(new DecodeFn<>(this, refused))
                .withOutputTags(decoded, TupleTagList.of(refused)));
    routed.get(decoded).setCoder(ReceivedCoder.of(coder()));
    routed.get(refused).setCoder(DeadLetterCoder.of());
    return WithFailures.Result.of(routed, decoded, refused);
  }

  private static final class DecodeFn<T> extends DoFn<RawRecord, Received<T>> {
    private static final long serialVersionUID = 1L;

    private final Counter decoded = Metrics.counter(DecodeRecords.class, "records_decoded");
    private final Counter skipped = Metrics.counter(DecodeRecords.class, "records_skipped");
    private final Counter split = Metrics.counter(DecodeRecords.class, "records_split");
    private final DeadLetterCounters letters = DeadLetterCounters.of(DecodeRecords.class);
    private final String step;
    private final RecordDecoder<T> decoder;
    private final int maxBytes;
    private final TupleTag<DeadLetter> refused;
    private transient DecodedCounts counts = counts();

    DecodeFn(DecodeRecords<T> records, TupleTag<DeadLetter> refused) {
      this.step = records.step();
      this.decoder = records.decoder();
      this.maxBytes = records.maxBytes();
      this.refused = refused;
    }

    @StartBundle
    public void start() {
      counts = counts();
    }

    @FinishBundle
    public void finish() {
      counts.report();
    }

    @ProcessElement
    public void process(
        @Element RawRecord record, OutputReceiver<Received<T>> out, MultiOutputReceiver all) {
      Emitted<T> emitted = new Emitted<>(this, out, all);
      Instant claimed = record.getClaimedTime();
      if (claimed == null) {
        decoder.decode(record, maxBytes, emitted);
      } else {
        emitted.refused(
            new Verdict.Refused<>(DeadLetter.Reason.NOT_BROKER_TIME, NOT_BROKER_TIME + claimed),
            record);
      }
      counts.endOfRecord();
    }

    private DecodedCounts counts() {
      return new DecodedCounts(
          new BundleCounter(decoded), new BundleCounter(skipped), new BundleCounter(split));
    }
  }

  /** Emits the results of one record and counts them. */
  private record Emitted<T>(
      DecodeFn<T> fn, OutputReceiver<Received<T>> out, MultiOutputReceiver all)
      implements RecordDecoder.Output<T> {
    @Override
    public void decoded(T value, RawRecord record) {
      fn.counts.decoded();
      out.output(Received.of(value, record));
    }

    @Override
    public void refused(Verdict.Refused<T> no, RawRecord record) {
      fn.counts.refused();
      fn.letters.count(no.reason());
      all.get(fn.refused).output(DeadLetter.of(fn.step, no.reason(), no.detail(), record));
    }

    @Override
    public void skipped(RawRecord record) {
      fn.counts.skipped();
    }
  }
}
