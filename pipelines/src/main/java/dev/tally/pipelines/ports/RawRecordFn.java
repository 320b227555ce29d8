package dev.tally.pipelines.ports;

import dev.tally.io.kafka.RecordFn;
import dev.tally.transforms.model.RawRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.joda.time.Instant;

/** Takes a record as it is; stands in savepoints. */
public final class RawRecordFn implements RecordFn<RawRecord> {
  private static final long serialVersionUID = 1L;

  @Override
  public RawRecord apply(ConsumerRecord<byte[], byte[]> record, Instant brokerTime) {
    return RawRecord.of(
        record.topic(), record.partition(), record.offset(), brokerTime, record.value());
  }
}
