package dev.tally.io.pinot;

import static dev.tally.io.pinot.TableArguments.column;
import static dev.tally.io.pinot.TableArguments.require;
import static dev.tally.io.pinot.TableArguments.with;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.joda.time.Duration;

/**
 * A REALTIME upsert table over one Kafka topic. For each primary key, a query sees the record with
 * the highest comparison value, regardless of the order of arrival and of repeats.
 *
 * <p>Input: JSON records whose Kafka key is the primary key, partitioned by Kafka's default
 * partitioner, because Pinot keeps the highest value per partition. Only committed records are
 * read. Records with a null value are skipped.
 *
 * <p>Limits: a record with an equal comparison value replaces the row, so records with the same key
 * and comparison value should be equal. Where a record had no value for a column, queries return
 * the default of the column: 0 for a metric, {@code "null"} for a text dimension, the lowest number
 * for a numeric dimension. {@code IS NULL} distinguishes the default from a written value.
 */
@AutoValue
@SuppressWarnings("AutoValueImmutableFields") // Every map is a Map.copyOf.
public abstract class PinotTable implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The type of a column. */
  public enum Type {
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    BOOLEAN,
    STRING,
    BYTES;

    boolean isNumber() {
      return this != BOOLEAN && this != STRING && this != BYTES;
    }
  }

  /**
   * How servers store a primary key in their heap. Measured with a million keys of 36 characters:
   * NONE needs 209 bytes per key, MURMUR3 149, MD5 147, including everything that is stored with
   * the key.
   */
  public enum HashFunction {
    NONE,
    MURMUR3,
    MD5
  }

  PinotTable() {}

  /** Returns the name of the table and of its schema, e.g. {@code ad_metrics}. */
  public abstract String name();

  /** Returns the topic that the table reads. */
  public abstract String topic();

  abstract String bootstrapServers();

  abstract String primaryKey();

  abstract String comparisonColumn();

  abstract String timeColumn();

  abstract Map<String, Type> dimensions();

  abstract Map<String, Type> metrics();

  abstract Map<String, String> base64();

  abstract int replicas();

  abstract HashFunction hashFunction();

  abstract int segmentRows();

  abstract Duration segmentTime();

  abstract Duration retention();

  abstract KafkaAccess kafka();

  abstract Builder toBuilder();

  /**
   * Creates a table with these defaults: the primary key {@code record_uuid} (text) and the
   * comparison column {@code revision} (LONG); MD5, because it needs the least heap and a collision
   * of two keys is not to be expected; one replica; segments of at most 500,000 rows or 24 hours; a
   * retention of 3650 days.
   *
   * @param name e.g. {@code ad_metrics}
   * @param topic e.g. {@code all-ad-metrics}
   * @param bootstrapServers the address at which both Pinot and this JVM reach Kafka, e.g. {@code
   *     kafka-1:9092,kafka-2:9092}
   * @param timeColumn a column in milliseconds since 1970 that determines the times of segments and
   *     the retention, e.g. {@code minute}
   */
  public static PinotTable of(
      String name, String topic, String bootstrapServers, String timeColumn) {
    require(topic, t -> !t.isBlank(), "topic", "specify a topic");
    require(
        bootstrapServers, b -> b.contains(":"), "bootstrapServers", "write host:port,host:port");
    return new AutoValue_PinotTable.Builder()
        .setName(column(name))
        .setTopic(topic)
        .setBootstrapServers(bootstrapServers)
        .setPrimaryKey("record_uuid")
        .setComparisonColumn("revision")
        .setTimeColumn(column(timeColumn))
        .setDimensions(Map.of())
        .setMetrics(Map.of())
        .setBase64(Map.of())
        .setReplicas(1)
        .setHashFunction(HashFunction.MD5)
        .setSegmentRows(500_000)
        .setSegmentTime(Duration.standardHours(24))
        .setRetention(Duration.standardDays(3650))
        .setKafka(KafkaAccess.open())
        .build();
  }

  /**
   * Sets the primary key column (text), which must also be the Kafka key. Default: {@code
   * record_uuid}.
   */
  public PinotTable withPrimaryKey(String column) {
    return toBuilder().setPrimaryKey(column(column)).build();
  }

  /**
   * Sets the comparison column (LONG): of the records with the same primary key, queries see the
   * one with the highest value. Default: {@code revision}.
   */
  public PinotTable withComparisonColumn(String column) {
    return toBuilder().setComparisonColumn(column(column)).build();
  }

  /** Adds a column to filter and group by. */
  public PinotTable withDimension(String column, Type type) {
    requireNew(column);
    return toBuilder().setDimensions(with(dimensions(), column, type)).build();
  }

  /** Adds a numeric column to sum up; its value is 0 where a record has none. */
  public PinotTable withMetric(String column, Type type) {
    requireNew(column);
    require(
        type,
        Type::isNumber,
        "type of metric " + column,
        "use a numeric type, or add it as a dimension");
    return toBuilder().setMetrics(with(metrics(), column, type)).build();
  }

  /**
   * Adds a column of bytes, e.g. of serialized sketches. It is stored without a dictionary.
   *
   * @param field the field of the records that contains the bytes as base64; it needs another name
   */
  public PinotTable withBase64(String column, String field) {
    requireNew(column);
    require(field, f -> !f.equals(column), "field", "use another name than that of the column");
    return toBuilder()
        .setDimensions(with(dimensions(), column, Type.BYTES))
        .setBase64(with(base64(), column, column(field)))
        .build();
  }

  /** Sets the number of copies of each segment, at most the number of Pinot servers. Default: 1. */
  public PinotTable withReplicas(int replicas) {
    require(replicas, r -> r >= 1, "replicas", "use at least 1");
    return toBuilder().setReplicas(replicas).build();
  }

  /**
   * Sets how servers store the primary key in their heap. It cannot be changed later. Default: MD5.
   */
  public PinotTable withHashFunction(HashFunction hashFunction) {
    return toBuilder().setHashFunction(hashFunction).build();
  }

  /**
   * Sets the maximum number of rows in a segment if one server consumes all partitions. Default:
   * 500,000. Pinot limits the rows per server, not per segment: a server divides its limit evenly
   * among the partitions that it consumes. The limit is set to this number times the number of
   * partitions, so if n servers share the partitions, a segment can have n times as many rows.
   */
  public PinotTable withSegmentRows(int rows) {
    require(rows, r -> r >= 1, "segmentRows", "use at least 1");
    return toBuilder().setSegmentRows(rows).build();
  }

  /** Sets how long a segment collects rows at most, in whole minutes. Default: 24 hours. */
  public PinotTable withSegmentTime(Duration time) {
    require(time, t -> t.getStandardMinutes() >= 1, "segmentTime", "use at least a minute");
    return toBuilder().setSegmentTime(time).build();
  }

  /**
   * Sets how long rows are kept after the time in their time column, in whole days. Default: 3650
   * days.
   */
  public PinotTable withRetention(Duration retention) {
    require(retention, r -> r.getStandardDays() >= 1, "retention", "use at least a day");
    return toBuilder().setRetention(retention).build();
  }

  /**
   * Adds a setting of Pinot's Kafka client, e.g. {@code security.protocol}. This JVM also uses it
   * to look up the topic, unless {@link #withClientSettings} is called. Pinot stores it in the
   * table configuration, where others can read it: see {@link #readableSecrets}.
   */
  public PinotTable withKafkaSetting(String key, String value) {
    return toBuilder().setKafka(kafka().with(key, value)).build();
  }

  /**
   * Sets the settings with which this JVM accesses Kafka. They are not passed to Pinot. Default:
   * the settings of Pinot's Kafka client.
   */
  public PinotTable withClientSettings(Map<String, String> settings) {
    return toBuilder().setKafka(kafka().withOwn(settings)).build();
  }

  /**
   * Returns the names of the settings of Pinot's Kafka client that hold a secret, e.g. {@code
   * sasl.jaas.config} with a password. Pinot's controller shows the table configuration without
   * authentication, and ZooKeeper logs it. A JAAS configuration whose password is a reference, such
   * as {@code password="${file:/etc/pinot/kafka.properties:password}"}, is not included.
   */
  public List<String> readableSecrets() {
    return SecretSettings.readable(kafka().pinot());
  }

  /** Returns the types of all columns, by name. */
  Map<String, Type> columns() {
    Map<String, Type> all = new TreeMap<>(dimensions());
    all.putAll(metrics());
    all.put(primaryKey(), Type.STRING);
    all.put(comparisonColumn(), Type.LONG);
    all.put(timeColumn(), Type.LONG);
    return all;
  }

  @Override
  public final String toString() {
    return "PinotTable " + name() + " over topic " + topic();
  }

  private void requireNew(String column) {
    if (columns().containsKey(column(column))) {
      throw new IllegalArgumentException(
          "Column " + column + " is already defined: define it only once.");
    }
  }

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setName(String name);

    abstract Builder setTopic(String topic);

    abstract Builder setBootstrapServers(String bootstrapServers);

    abstract Builder setPrimaryKey(String primaryKey);

    abstract Builder setComparisonColumn(String comparisonColumn);

    abstract Builder setTimeColumn(String timeColumn);

    abstract Builder setDimensions(Map<String, Type> dimensions);

    abstract Builder setMetrics(Map<String, Type> metrics);

    abstract Builder setBase64(Map<String, String> base64);

    abstract Builder setReplicas(int replicas);

    abstract Builder setHashFunction(HashFunction hashFunction);

    abstract Builder setSegmentRows(int segmentRows);

    abstract Builder setSegmentTime(Duration segmentTime);

    abstract Builder setRetention(Duration retention);

    abstract Builder setKafka(KafkaAccess kafka);

    abstract PinotTable build();
  }
}
