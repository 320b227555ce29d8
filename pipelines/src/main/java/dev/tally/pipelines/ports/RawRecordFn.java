package dev.tally.pipelines.ports;

import dev.tally.io.kafka.RecordFn;
import dev.tally.transforms.model.RawRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.joda.time.Instant;

/** Converts a Kafka record of one region to a {@link RawRecord}. */
public final class RawRecordFn implements RecordFn<RawRecord> {
  private static final long serialVersionUID = 2L;
  private final String region;

  public RawRecordFn(String region) {
    this.region = region;
  }

  @Override
  public RawRecord apply(ConsumerRecord<byte[], byte[]> record, Instant brokerTime) {
    return RawRecord.of(
        region, record.topic(), record.partition(), record.offset(), brokerTime, record.value());
  }

  @Override
  public RawRecord withoutBrokerTime(
      ConsumerRecord<byte[], byte[]> record, Instant lastBrokerTime) {
    return apply(record, lastBrokerTime).withClaimedTime(Instant.ofEpochMilli(record.timestamp()));
  }
}
