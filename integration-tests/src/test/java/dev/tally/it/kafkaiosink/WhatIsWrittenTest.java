package dev.tally.it.kafkaiosink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the KafkaIO sink writes for the records of one checkpoint, without any failure:
 * docs/kafka-io-sink.md, (a), (d).
 *
 * <p>All records have the same key and a header, and name a partition other than the key's.
 */
@Tag("integration")
class WhatIsWrittenTest {
  private static final List<String> VALUES =
      IntStream.range(0, 20).mapToObj(String::valueOf).toList();
  private static final byte[] KEY = "one key".getBytes(UTF_8);
  private static final int BY_KEY = Utils.toPositive(Utils.murmur2(KEY)) % 2;

  @TempDir private static Path dir;
  private static SinkTopic topic;

  @BeforeAll
  static void write() throws Exception {
    topic = SinkTopic.create(2);
    String name = topic.name();
    SerializableFunction<String, ProducerRecord<byte[], byte[]>> record =
        text -> {
          ProducerRecord<byte[], byte[]> made =
              new ProducerRecord<>(name, 1 - BY_KEY, KEY, text.getBytes(UTF_8));
          made.headers().add("header", KEY);
          return made;
        };
    Script script = new Script().first(VALUES.toArray(String[]::new));
    try (KafkaIoJob job = KafkaIoJob.start(dir, script, topic, record)) {
      job.awaitEmitted(VALUES.size()).checkpoint();
      await().atMost(KafkaIoJob.DEADLINE).until(() -> topic.values().size() == VALUES.size());
    }
  }

  @Test
  void eachRecordOfACheckpoint_hasASeparateTransaction() {
    long markers = topic.offsets() - VALUES.size();
    System.out.printf("KafkaIO sink (a): %d records, %d commit markers%n", VALUES.size(), markers);
    assertThat(markers).as(KafkaIoJob.mended("a")).isEqualTo(VALUES.size());
  }

  @Test
  void headers_andThePartitionThatARecordNames_areLost() {
    List<ConsumerRecord<byte[], byte[]>> written = topic.records();
    System.out.printf(
        "KafkaIO sink (d): sent to partition %d with a header, read from partition %d with %s%n",
        1 - BY_KEY, written.get(0).partition(), written.get(0).headers());
    assertThat(written)
        .as(KafkaIoJob.mended("d"))
        .allMatch(r -> r.headers().toArray().length == 0, "no headers")
        .allMatch(r -> r.partition() == BY_KEY, "in the partition of the key, not in its own");
  }

  @Test
  void theOrderOfRecordsWithOneKey_isLost() {
    System.out.printf("KafkaIO sink (d): one key, in log order: %s%n", topic.values());
    assertThat(topic.values())
        .as(KafkaIoJob.mended("d"))
        .containsExactlyInAnyOrderElementsOf(VALUES)
        .isNotEqualTo(VALUES);
  }
}
