package dev.tally.transforms.codec;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetterCoder;
import dev.tally.transforms.model.DeadLetterCounters;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.ReceivedEvent;
import dev.tally.transforms.model.ReceivedEventCoder;
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

/**
 * Reads ad events out of raw records; what is no ad event becomes a dead letter.
 *
 * <p>Input: Kafka values of {@code ad-events} or {@code clean-ad-events}, heartbeats left out.
 *
 * <p>Output: for each record exactly one event or one dead letter, with the timestamp and window of
 * the record.
 *
 * <p>Errors: none; every value gets a verdict, the same on every replay.
 */
@AutoValue
public abstract class DecodeAdEvents
    extends PTransform<
        PCollection<RawRecord>, WithFailures.Result<PCollection<ReceivedEvent>, DeadLetter>> {
  private static final int MEBIBYTE = 1 << 20;

  private static final TupleTag<ReceivedEvent> DECODED = new TupleTag<>() {};
  private static final TupleTag<DeadLetter> REFUSED = new TupleTag<>() {};

  /** A decoder of values up to 1 MiB. */
  public static DecodeAdEvents create() {
    return new AutoValue_DecodeAdEvents(MEBIBYTE);
  }

  abstract int maxBytes();

  /** Refuses values above this many bytes as too large. */
  public DecodeAdEvents withMaxBytes(int maxBytes) {
    checkArgument(maxBytes > 0, "maxBytes must be above 0, is %s", maxBytes);
    return new AutoValue_DecodeAdEvents(maxBytes);
  }

  @Override
  public WithFailures.Result<PCollection<ReceivedEvent>, DeadLetter> expand(
      PCollection<RawRecord> records) {
    PCollectionTuple routed =
        records.apply(
            "Decode",
            ParDo.of(new DecodeFn(maxBytes())).withOutputTags(DECODED, TupleTagList.of(REFUSED)));
    routed.get(DECODED).setCoder(ReceivedEventCoder.of());
    routed.get(REFUSED).setCoder(DeadLetterCoder.of());
    return WithFailures.Result.of(routed, DECODED, REFUSED);
  }

  private static final class DecodeFn extends DoFn<RawRecord, ReceivedEvent> {
    private final Counter decoded = Metrics.counter(DecodeAdEvents.class, "events_decoded");
    private final DeadLetterCounters letters = DeadLetterCounters.of(DecodeAdEvents.class);
    private final int maxBytes;

    DecodeFn(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    @ProcessElement
    public void process(@Element RawRecord record, MultiOutputReceiver out) {
      Verdict<AdEvent> verdict =
          AdEventJson.decode(record.getPayload(), maxBytes, record.getBrokerTime());
      if (verdict instanceof Verdict.Refused<AdEvent> no) {
        letters.count(no.reason());
        out.get(REFUSED).output(DeadLetter.of("DecodeAdEvents", no.reason(), no.detail(), record));
      } else {
        decoded.inc();
        AdEvent event = ((Verdict.Accepted<AdEvent>) verdict).value();
        out.get(DECODED).output(ReceivedEvent.of(event, record));
      }
    }
  }
}
