package dev.tally.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** The steps before the writer: the partition of a record, and the number of a record batch. */
class HeartbeatFnTest {
  private static final long SECOND = 1_000;

  private static RecordBatch records(int count) {
    RecordBatch.Packer packer = new RecordBatch.Packer();
    IntStream.range(0, count)
        .forEach(i -> packer.add(new ProducerRecord<>("t", 0, 7L, new byte[] {1}, new byte[1])));
    return packer.pack();
  }

  private static DirectOptions options() {
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    options.setTargetParallelism(1);
    options.setEnforceImmutability(false);
    return options;
  }

  private static TestStream.Builder<KV<Integer, RecordBatch>> seeded() {
    return TestStream.create(PackByPartition.coder(2))
        .addElements(KV.of(0, RecordBatch.empty()), KV.of(1, RecordBatch.empty()));
  }

  private static List<RecordBatch> sorted(Iterable<KV<Integer, RecordBatch>> all, int partition) {
    List<RecordBatch> found = new ArrayList<>();
    all.forEach(
        each -> {
          if (each.getKey() == partition) {
            found.add(each.getValue());
          }
        });
    found.sort(Comparator.comparingLong(RecordBatch::first));
    return found;
  }

  /** The writer refuses a gap or a repeat, because the input would have been reordered. */
  private static void requireNumbered(List<RecordBatch> all) {
    long next = 0;
    for (RecordBatch each : all) {
      assertThat(each.first()).isEqualTo(next);
      next += each.positions();
    }
  }

  @Test
  void numbersEachPartition_andPromisesNoMoreThanTheWatermark() {
    TestStream<KV<Integer, RecordBatch>> input =
        seeded()
            .advanceWatermarkTo(Instant.ofEpochMilli(5 * SECOND))
            .addElements(KV.of(0, records(3)))
            .advanceProcessingTime(Duration.standardMinutes(61))
            .addElements(KV.of(1, records(2)), KV.of(0, records(1)))
            .advanceWatermarkTo(Instant.ofEpochMilli(9 * SECOND + 500))
            .advanceWatermarkToInfinity();
    Pipeline pipeline = Pipeline.create(options());
    PAssert.that(pipeline.apply(input).apply(ParDo.of(new EmitHeartbeats.HeartbeatFn())))
        .satisfies(
            all -> {
              Map<Integer, Integer> counts = new HashMap<>(Map.of(0, 4, 1, 2));
              for (int partition = 0; partition < 2; partition++) {
                List<RecordBatch> found = sorted(all, partition);
                requireNumbered(found);
                assertThat(found.stream().mapToInt(RecordBatch::count).sum())
                    .isEqualTo(counts.get(partition));
                List<Long> watermarks =
                    found.stream()
                        .map(RecordBatch::watermark)
                        .filter(watermark -> watermark != RecordBatch.NO_WATERMARK)
                        .toList();
                assertThat(watermarks).isSorted().doesNotHaveDuplicates();
                assertThat(watermarks).allMatch(watermark -> watermark > 0);
                assertThat(watermarks.get(watermarks.size() - 1))
                    .as("at the end of the input, readers need not wait any longer")
                    .isGreaterThanOrEqualTo(GlobalWindow.INSTANCE.maxTimestamp().getMillis());
                assertThat(watermarks).contains(5 * SECOND);
                assertThat(found)
                    .as("the marker is renewed after an hour")
                    .filteredOn(each -> each.watermark() == RecordBatch.NO_WATERMARK)
                    .filteredOn(each -> each.count() == 0)
                    .hasSize(1);
              }
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Property
  void partitionsAsKafkaDoes(
      @ForAll @Size(max = 40) byte[] key,
      @ForAll @Size(max = 40) byte[] value,
      @ForAll @IntRange(min = 1, max = 500) int partitions) {
    int expected = BuiltInPartitioner.partitionForKey(key, partitions);
    assertThat(PackByPartition.partition(new ProducerRecord<>("t", key, value), partitions))
        .isEqualTo(expected)
        .isBetween(0, partitions - 1);
    assertThat(PackByPartition.partition(new ProducerRecord<>("t", null, key), partitions))
        .as("without a key, the value decides, so that a replay chooses the same partition")
        .isEqualTo(expected);
  }

  @Test
  void aRecordWithoutKeyAndValueHasAPartition_andAnEmptyKeyIsAKey() {
    assertThat(PackByPartition.partition(new ProducerRecord<>("t", null, null), 7)).isZero();
    byte[] empty = {};
    assertThat(PackByPartition.partition(new ProducerRecord<>("t", empty, "x".getBytes(UTF_8)), 7))
        .isEqualTo(BuiltInPartitioner.partitionForKey(empty, 7));
  }

  /** A runner groups by the encoded bytes: two partitions with the same bytes would be mixed. */
  @Property(tries = 30)
  void encodesEachPartitionAsAnotherKey(@ForAll @IntRange(min = 1, max = 300) int partitions)
      throws Exception {
    PartitionCoder coder = new PartitionCoder(partitions);
    Map<String, Integer> keys = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      byte[] bytes = CoderUtils.encodeToByteArray(coder, partition);
      assertThat(CoderUtils.decodeFromByteArray(coder, bytes)).isEqualTo(partition);
      assertThat(keys.put(Arrays.toString(bytes), partition)).isNull();
    }
  }
}
