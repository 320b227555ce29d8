package dev.tally.io.kafka;

import dev.tally.io.CoderSample;
import dev.tally.io.kafka.FactFingerprint.FactFingerprintCoder;
import dev.tally.io.kafka.RecordBatch.RecordBatchCoder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;

/** A sample for each form that a coder of the package writes. */
public final class KafkaCoderSamples {
  private static final int PARTITIONS = 4;
  private static final Uuid TOPIC = new Uuid(1, -2);

  private KafkaCoderSamples() {}

  public static List<CoderSample<?>> all() {
    List<CoderSample<?>> all = new ArrayList<>();
    addReads(all);
    addWrites(all);
    return all;
  }

  private static void addReads(List<CoderSample<?>> all) {
    TopicMark.MarkCoder marks = new TopicMark.MarkCoder();
    all.add(CoderSample.of(marks, "topic not found yet", TopicMark.UNREAD));
    all.add(
        CoderSample.of(
            marks,
            "two partitions",
            TopicMark.restored(
                TOPIC,
                PARTITIONS,
                List.of(PartitionProgress.unread(1), PartitionProgress.of(3, 300, 7, 5)))));
  }

  private static void addWrites(List<CoderSample<?>> all) {
    PartitionCoder partitions = new PartitionCoder(PARTITIONS);
    IntStream.range(0, PARTITIONS)
        .forEach(i -> all.add(CoderSample.of(partitions, i + " of " + PARTITIONS, i)));
    RecordBatchCoder batches = RecordBatchCoder.of();
    all.add(CoderSample.of(batches, "empty", RecordBatch.empty()));
    all.add(CoderSample.of(batches, "watermark", RecordBatch.ofWatermark(300)));
    all.add(CoderSample.of(batches, "records", new RecordBatch(2, 300, packed()).numbered(4)));
    ShardState.StateCoder states = new ShardState.StateCoder();
    all.add(CoderSample.of(states, "start", ShardState.START));
    all.add(
        CoderSample.of(
            states, "written", new ShardState(TOPIC, new SequencePosition(300, -3), 5, 7)));
    TwoPhaseState.StateCoder twoPhase = new TwoPhaseState.StateCoder();
    all.add(CoderSample.of(twoPhase, "start", TwoPhaseState.START));
    all.add(CoderSample.of(twoPhase, "prepared", prepared()));
    all.add(
        CoderSample.of(
            new FactFingerprintCoder(), "fact", FactFingerprint.of("a fact of the topic")));
  }

  private static TwoPhaseState prepared() {
    SequencePosition end = new SequencePosition(300, -3);
    return new TwoPhaseState(
        new ShardState(TOPIC, end, 5, 7),
        300,
        List.of(new PreparedTransaction(1, 9, (short) 2, SequencePosition.START, end, 4, 5, 300)));
  }

  private static byte[] packed() {
    RecordBatch.Packer packer = new RecordBatch.Packer();
    ProducerRecord<byte[], byte[]> full =
        new ProducerRecord<>("topic", 3, 300L, new byte[] {1}, new byte[] {2, -1});
    full.headers().add("header", new byte[] {3});
    packer.add(full);
    packer.add(new ProducerRecord<>("topic", 3, null, null, null, List.of()));
    return packer.pack().packed();
  }
}
