package dev.tally.pipelines.ports;

import dev.tally.io.kafka.TopicIO;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.DeadLetterCoder;
import dev.tally.transforms.model.DeadLetterCounters;
import dev.tally.transforms.model.RawRecord;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.WithFailures;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Converts each element to a Kafka record and writes it to a topic if the record is not too large.
 *
 * <p>Output: a dead letter, in the global window, for each element whose record exceeds the topic's
 * size limit. The limit is read from Kafka when the pipeline is built. Unless it is lowered later,
 * the broker rejects no record for its size.
 */
final class ToTopic<T> extends WritePort<T> {
  private static final long serialVersionUID = 1L;
  private final TopicIO.Write write;
  private final String region;
  private final int maxRecordBytes;
  private final SerializableFunction<T, ProducerRecord<byte[], byte[]>> record;

  ToTopic(
      TopicIO.Write write,
      String region,
      int maxRecordBytes,
      SerializableFunction<T, ProducerRecord<byte[], byte[]>> record) {
    this.write = write;
    this.region = region;
    this.maxRecordBytes = maxRecordBytes;
    this.record = record;
  }

  @Override
  public WithFailures.Result<PDone, DeadLetter> expand(PCollection<T> input) {
    TupleTag<ProducerRecord<byte[], byte[]>> records = new TupleTag<>("records");
    TupleTag<DeadLetter> tooLarge = new TupleTag<>("tooLarge");
    PCollectionTuple routed =
        input.apply(
            "Encode",
            ParDo.of(new EncodeFn<>(this, tooLarge))
                .withOutputTags(records, TupleTagList.of(tooLarge)));
    routed.get(tooLarge).setCoder(DeadLetterCoder.of());
    PDone done = routed.get(records).setCoder(TopicIO.Write.recordCoder()).apply("Send", write);
    return WithFailures.Result.of(done, global(routed.get(tooLarge)));
  }

  /**
   * Moves dead letters to the global window, because the dead letters of all steps are flattened.
   */
  static PCollection<DeadLetter> global(PCollection<DeadLetter> letters) {
    return letters.apply(
        "GlobalDeadLetters",
        Window.<DeadLetter>into(new GlobalWindows())
            .triggering(DefaultTrigger.of())
            .withAllowedLateness(Duration.ZERO)
            .discardingFiredPanes());
  }

  private static final class EncodeFn<T> extends DoFn<T, ProducerRecord<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;
    private static final int NOWHERE = -1;

    private final DeadLetterCounters letters = DeadLetterCounters.of(ToTopic.class);
    private final SerializableFunction<T, ProducerRecord<byte[], byte[]>> encode;
    private final String region;
    private final int maxRecordBytes;
    private final TupleTag<DeadLetter> tooLarge;

    EncodeFn(ToTopic<T> port, TupleTag<DeadLetter> tooLarge) {
      this.encode = port.record;
      this.region = port.region;
      this.maxRecordBytes = port.maxRecordBytes;
      this.tooLarge = tooLarge;
    }

    @ProcessElement
    public void process(
        @Element T element,
        OutputReceiver<ProducerRecord<byte[], byte[]>> out,
        MultiOutputReceiver all) {
      ProducerRecord<byte[], byte[]> record = encode.apply(element);
      int bytes = TopicIO.Write.bytesOf(record);
      if (bytes <= maxRecordBytes) {
        out.output(record);
      } else {
        letters.count(Reason.RESULT_TOO_LARGE);
        all.get(tooLarge).output(deadLetter(record, bytes));
      }
    }

    private DeadLetter deadLetter(ProducerRecord<byte[], byte[]> record, int bytes) {
      return DeadLetter.of(
          "Encode",
          Reason.RESULT_TOO_LARGE,
          "expected a record of at most %d bytes, got one of %d".formatted(maxRecordBytes, bytes),
          RawRecord.of(
              region,
              record.topic(),
              NOWHERE,
              NOWHERE,
              Instant.ofEpochMilli(record.timestamp()),
              record.value()));
    }
  }
}
