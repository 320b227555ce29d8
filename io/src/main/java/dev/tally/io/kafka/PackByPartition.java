package dev.tally.io.kafka;

import java.util.stream.Stream;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Packs the records of a bundle into record batches by partition. Kafka's default partitioning of
 * the key decides the partition; a record without a key is partitioned by its value. The order of a
 * key's records is kept.
 *
 * <p>Output: in the global window, so no output is ever late. A record batch is emitted before the
 * watermark passes the timestamp of any of its records, because a runner holds the watermark while
 * a bundle is processed.
 */
final class PackByPartition
    extends PTransform<
        PCollection<ProducerRecord<byte[], byte[]>>, PCollection<KV<Integer, RecordBatch>>> {
  private static final long serialVersionUID = 1L;
  private final int partitions;

  PackByPartition(int partitions) {
    this.partitions = partitions;
  }

  @Override
  public PCollection<KV<Integer, RecordBatch>> expand(
      PCollection<ProducerRecord<byte[], byte[]>> records) {
    return global(records)
        .apply("Pack", ParDo.of(new PackFn(partitions)))
        .setCoder(coder(partitions));
  }

  /** Returns the records in the global window; a step for each record is spared if they are. */
  private static PCollection<ProducerRecord<byte[], byte[]>> global(
      PCollection<ProducerRecord<byte[], byte[]>> records) {
    return records.getWindowingStrategy().equals(WindowingStrategy.globalDefault())
        ? records
        : records.apply(
            "Global",
            Window.<ProducerRecord<byte[], byte[]>>into(new GlobalWindows())
                .triggering(DefaultTrigger.of())
                .withAllowedLateness(Duration.ZERO)
                .discardingFiredPanes());
  }

  static KvCoder<Integer, RecordBatch> coder(int partitions) {
    return KvCoder.of(new PartitionCoder(partitions), RecordBatch.RecordBatchCoder.of());
  }

  static int partition(ProducerRecord<byte[], byte[]> record, int partitions) {
    byte[] by = record.key() != null ? record.key() : record.value();
    return by == null ? 0 : Utils.toPositive(Utils.murmur2(by)) % partitions;
  }

  static final class PackFn extends DoFn<ProducerRecord<byte[], byte[]>, KV<Integer, RecordBatch>> {
    private static final long serialVersionUID = 1L;
    private static final int FULL_BYTES = 64 << 10;
    private final int partitions;
    private transient RecordBatch.Packer[] packers;
    private transient Instant last;

    PackFn(int partitions) {
      this.partitions = partitions;
      this.packers = packers(partitions);
      this.last = Instant.EPOCH;
    }

    @Setup
    public void setup() {
      packers = packers(partitions);
    }

    private static RecordBatch.Packer[] packers(int partitions) {
      return Stream.generate(RecordBatch.Packer::new)
          .limit(partitions)
          .toArray(RecordBatch.Packer[]::new);
    }

    @StartBundle
    public void start() {
      for (RecordBatch.Packer packer : packers) {
        packer.clear();
      }
    }

    @ProcessElement
    public void process(
        @Element ProducerRecord<byte[], byte[]> record,
        @Timestamp Instant timestamp,
        OutputReceiver<KV<Integer, RecordBatch>> out) {
      int partition = partition(record, partitions);
      RecordBatch.Packer packer = packers[partition];
      packer.add(record);
      last = timestamp;
      if (packer.size() >= FULL_BYTES) {
        out.output(KV.of(partition, packer.pack()));
      }
    }

    @FinishBundle
    public void finish(FinishBundleContext out) {
      for (int partition = 0; partition < partitions; partition++) {
        if (!packers[partition].isEmpty()) {
          out.output(KV.of(partition, packers[partition].pack()), last, GlobalWindow.INSTANCE);
        }
      }
    }
  }
}
