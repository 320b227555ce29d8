package dev.tally.pipelines.union;

import static java.util.Objects.requireNonNull;

import dev.tally.io.clickhouse.ClickHouseIO;
import dev.tally.io.clickhouse.ClickHouseTable;
import dev.tally.io.hive.CommitListener;
import dev.tally.io.hive.HiveIO;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.pipelines.options.Region;
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

  /** A row with a sketch of more than 65,536 users has half a megabyte. */
  private static final int HIVE_BATCH_SKETCHES = 100;

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
        hive(options.getHiveAdMetricsTable(), RecordType.AD_METRIC, HIVE_BATCH_ROWS),
        clickHouse(ClickHouseStore::adMetrics));
  }

  @Override
  public List<RowStore> attributedOrderStores() {
    return stores(
        hive(options.getHiveAttributedOrdersTable(), RecordType.ATTRIBUTED_ORDER, HIVE_BATCH_ROWS),
        clickHouse(ClickHouseStore::attributedOrders));
  }

  @Override
  public PTransform<PBegin, PCollection<RawRecord>> campaignReach() {
    return read(checked.regions().subList(0, 1), requireNonNull(options.getCampaignReachTopic()));
  }

  @Override
  public List<RowStore> campaignReachStores() {
    return options.getCampaignReachTopic() == null
        ? List.of()
        : hive(options.getHiveCampaignReachTable(), RecordType.CAMPAIGN_REACH, HIVE_BATCH_SKETCHES)
            .stream()
            .toList();
  }

  @Override
  public PTransform<PCollection<DeadLetter>, PDone> deadLetters() {
    return writes().deadLetters();
  }

  private PTransform<PBegin, PCollection<RawRecord>> read(String topic) {
    return read(checked.regions(), topic);
  }

  private PTransform<PBegin, PCollection<RawRecord>> read(List<Region> regions, String topic) {
    return new ReadRegions(
        regions, topic, WatermarkPolicy.heartbeats(), options.getConsumerGroup());
  }

  private WritePort<RevisedRecord> write(String topic) {
    return writes().revised(topic, record -> unchangedRecord(topic, record));
  }

  private static List<RowStore> stores(Optional<RowStore> hive, Optional<RowStore> clickHouse) {
    return Stream.of(hive, clickHouse).flatMap(Optional::stream).toList();
  }

  private Optional<RowStore> hive(String table, RecordType type, int batchRows) {
    return Optional.ofNullable(options.getHiveMetastore())
        .map(metastore -> hiveWrite(metastore, table, type, batchRows))
        .map(write -> new RowStore("Hive", new LoadHive(write)));
  }

  private HiveIO.Write hiveWrite(String metastore, String table, RecordType type, int batchRows) {
    String time = type.timeColumn();
    HiveIO.Write write =
        HiveIO.write(metastore, table, RecordType.RECORD_UUID, RecordType.REVISION)
            .partitionedBy("day", row -> day(row.getInt64(time)))
            .withBatches(batchRows, checked.hiveDelay())
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
