package dev.tally.pipelines.union;

import static java.util.Objects.requireNonNull;

import dev.tally.io.clickhouse.ClickHouseIO;
import dev.tally.io.clickhouse.ClickHouseTable;
import dev.tally.io.hive.CommitListener;
import dev.tally.io.hive.HiveIO;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.pipelines.ports.ReadRegions;
import dev.tally.pipelines.ports.TopicWrites;
import dev.tally.pipelines.ports.WritePort;
import dev.tally.runners.manifest.KeepManifest;
import dev.tally.transforms.codec.RecordType;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RevisedRecord;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Connects the union job to the Kafka clusters of its regions, to Hive and to ClickHouse. */
public final class KafkaUnionPorts implements UnionPorts {
  private static final int HIVE_BATCH_ROWS = 50_000;
  private static final int CLICKHOUSE_BATCH_ROWS = 50_000;

  private final UnionOptions options;
  private final CheckedUnionOptions checked;
  private final CommitListener listener;

  /** Creates ports for the topics and tables that the options name. */
  public KafkaUnionPorts(UnionOptions options, CheckedUnionOptions checked) {
    this(options, checked, CommitListener.none());
  }

  private KafkaUnionPorts(
      UnionOptions options, CheckedUnionOptions checked, CommitListener listener) {
    this.options = options;
    this.checked = checked;
    this.listener = listener;
  }

  /** Returns ports that call a listener at each step of a commit to Hive, for tests. */
  public KafkaUnionPorts withCommitListener(CommitListener listener) {
    return new KafkaUnionPorts(options, checked, listener);
  }

  @Override
  public PTransform<PBegin, PCollection<RawRecord>> adMetrics() {
    return read(options.getAdMetricsTopic());
  }

  @Override
  public PTransform<PBegin, PCollection<RawRecord>> attributedOrders() {
    return read(options.getAttributedOrdersTopic());
  }

  @Override
  public WritePort<RevisedRecord> allAdMetrics() {
    return write(options.getAllAdMetricsTopic());
  }

  @Override
  public WritePort<RevisedRecord> allAttributedOrders() {
    return write(options.getAllAttributedOrdersTopic());
  }

  @Override
  public List<RowStore> adMetricStores() {
    return stores(
        hive(options.getHiveAdMetricsTable(), RecordType.AD_METRIC),
        clickHouse(ClickHouseStore::adMetrics));
  }

  @Override
  public List<RowStore> attributedOrderStores() {
    return stores(
        hive(options.getHiveAttributedOrdersTable(), RecordType.ATTRIBUTED_ORDER),
        clickHouse(ClickHouseStore::attributedOrders));
  }

  @Override
  public PTransform<PCollection<DeadLetter>, PDone> deadLetters() {
    return writes().deadLetters();
  }

  private PTransform<PBegin, PCollection<RawRecord>> read(String topic) {
    return new ReadRegions(
        checked.regions(), topic, WatermarkPolicy.heartbeats(), options.getConsumerGroup());
  }

  private WritePort<RevisedRecord> write(String topic) {
    return writes().revised(topic, record -> unchangedRecord(topic, record));
  }

  private static List<RowStore> stores(Optional<RowStore> hive, Optional<RowStore> clickHouse) {
    return Stream.of(hive, clickHouse).flatMap(Optional::stream).toList();
  }

  private Optional<RowStore> hive(String table, RecordType type) {
    return Optional.ofNullable(options.getHiveMetastore())
        .map(metastore -> new RowStore("Hive", new LoadHive(hiveWrite(metastore, table, type))));
  }

  private HiveIO.Write hiveWrite(String metastore, String table, RecordType type) {
    String time = type.timeColumn();
    HiveIO.Write write =
        HiveIO.write(metastore, table, RecordType.RECORD_UUID, RecordType.REVISION)
            .partitionedBy("day", row -> day(row.getInt64(time)))
            .withBatches(HIVE_BATCH_ROWS, checked.hiveDelay())
            .withRetention(checked.hiveRetention())
            .withCommitListener(listener);
    Integer buckets = options.getHiveBuckets();
    return buckets == null ? write : write.withBuckets(buckets);
  }

  private Optional<RowStore> clickHouse(Function<ClickHouseStore, ClickHouseTable> table) {
    return ClickHouseStore.of(options)
        .map(
            target ->
                new RowStore(
                    "ClickHouse",
                    ClickHouseIO.write(target.address(), table.apply(target))
                        .withBatches(CLICKHOUSE_BATCH_ROWS, checked.clickHouseDelay())));
  }

  /** Returns the UTC day of a time, e.g. {@code 2026-11-21}. */
  private static String day(@Nullable Long epochMillis) {
    return Instant.ofEpochMilli(requireNonNull(epochMillis))
        .atOffset(ZoneOffset.UTC)
        .toLocalDate()
        .toString();
  }

  @Override
  public PTransform<PBegin, PDone> manifest() {
    return KeepManifest.of(checked.manifest());
  }

  private TopicWrites writes() {
    return new TopicWrites(checked.cluster(), options, checked.sinkGroup());
  }

  private static ProducerRecord<byte[], byte[]> unchangedRecord(
      String topic, RevisedRecord record) {
    return TopicWrites.record(topic, record.brokerTime(), record.recordUuid(), record.payload());
  }
}
