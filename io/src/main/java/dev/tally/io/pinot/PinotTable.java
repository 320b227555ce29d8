package dev.tally.io.pinot;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A REALTIME upsert table over one Kafka topic: of the records with one primary key a query sees
 * that with the highest comparison value, in any order of arrival and with any number of repeats.
 *
 * <p>Input: JSON records, keyed in Kafka by the primary key with Kafka's default partitioner,
 * because Pinot keeps the highest value per partition. Only committed records are read. Records
 * with a null value are passed over.
 *
 * <p>Limits: an equal comparison value replaces the row, so records of one key and value should be
 * equal. Queries return the default of a column where a record had none: 0 for a metric, {@code
 * "null"} for a text dimension, the lowest number for a numeric one; {@code IS NULL} tells them
 * apart.
 */
@AutoValue
@SuppressWarnings("AutoValueImmutableFields") // Every map is a Map.copyOf.
public abstract class PinotTable implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  /** The type of a column. */
  public enum Type {
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    BOOLEAN,
    STRING;

    boolean isNumber() {
      return this != BOOLEAN && this != STRING;
    }
  }

  /**
   * What a server keeps of a primary key in its heap. Measured with a million keys of 36
   * characters: 209 bytes a key as it is, 149 with MURMUR3, 147 with MD5, each for all that is kept
   * of the key.
   */
  public enum HashFunction {
    NONE,
    MURMUR3,
    MD5
  }

  PinotTable() {}

  /** The table's name, also of its schema, e.g. {@code ad_metrics}. */
  public abstract String name();

  /** The topic that it reads. */
  public abstract String topic();

  abstract String bootstrapServers();

  abstract String primaryKey();

  abstract String comparisonColumn();

  abstract String timeColumn();

  abstract Map<String, Type> dimensions();

  abstract Map<String, Type> metrics();

  abstract int replicas();

  abstract HashFunction hashFunction();

  abstract int segmentRows();

  abstract Duration segmentTime();

  abstract Duration retention();

  abstract KafkaAccess kafka();

  abstract Builder toBuilder();

  /**
   * A table with the primary key {@code record_uuid} (text) and the comparison column {@code
   * revision} (LONG); MD5, because it takes the least heap and two keys never share it; one
   * replica; segments of at most 500,000 rows or 24 hours; retention 3650 days.
   *
   * @param name e.g. {@code ad_metrics}
   * @param topic e.g. {@code all-ad-metrics}
   * @param bootstrapServers of Kafka as Pinot and this JVM reach it, e.g. {@code
   *     kafka-1:9092,kafka-2:9092}
   * @param timeColumn a column in milliseconds since 1970 by which segments and retention go, e.g.
   *     {@code minute}
   */
  public static PinotTable of(
      String name, String topic, String bootstrapServers, String timeColumn) {
    require(topic, t -> !t.isBlank(), "topic", "name a topic");
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
        .setReplicas(1)
        .setHashFunction(HashFunction.MD5)
        .setSegmentRows(500_000)
        .setSegmentTime(Duration.ofHours(24))
        .setRetention(Duration.ofDays(3650))
        .setKafka(KafkaAccess.open())
        .build();
  }

  /** With another primary key column (text); it must be the Kafka key too. */
  public PinotTable withPrimaryKey(String column) {
    return toBuilder().setPrimaryKey(column(column)).build();
  }

  /** With another comparison column (LONG, never falling). */
  public PinotTable withComparisonColumn(String column) {
    return toBuilder().setComparisonColumn(column(column)).build();
  }

  /** With a column to filter and group by. */
  public PinotTable withDimension(String column, Type type) {
    requireNew(column);
    return toBuilder().setDimensions(with(dimensions(), column, type)).build();
  }

  /** With a numeric column to add up; 0 where a record has none. */
  public PinotTable withMetric(String column, Type type) {
    requireNew(column);
    require(type, Type::isNumber, "type of metric " + column, "make it a number or a dimension");
    return toBuilder().setMetrics(with(metrics(), column, type)).build();
  }

  /** With this many copies of each segment; at most the number of Pinot servers. */
  public PinotTable withReplicas(int replicas) {
    require(replicas, r -> r >= 1, "replicas", "use at least 1");
    return toBuilder().setReplicas(replicas).build();
  }

  /** With another form of the primary key in the heap. It cannot be changed later. */
  public PinotTable withHashFunction(HashFunction hashFunction) {
    return toBuilder().setHashFunction(hashFunction).build();
  }

  /**
   * With at most this many rows in a segment of one partition. Pinot's own setting is for all
   * partitions of a server together; it is set to this times the partitions, so with n servers
   * segments grow up to n times as large.
   */
  public PinotTable withSegmentRows(int rows) {
    require(rows, r -> r >= 1, "segmentRows", "use at least 1");
    return toBuilder().setSegmentRows(rows).build();
  }

  /** With segments of at most this long; whole minutes. */
  public PinotTable withSegmentTime(Duration time) {
    require(time, t -> t.toMinutes() >= 1, "segmentTime", "use at least a minute");
    return toBuilder().setSegmentTime(time).build();
  }

  /** With rows kept for this long after their time column; whole days. */
  public PinotTable withRetention(Duration retention) {
    require(retention, r -> r.toDays() >= 1, "retention", "use at least a day");
    return toBuilder().setRetention(retention).build();
  }

  /**
   * With a setting of Pinot's Kafka client, e.g. {@code security.protocol}. This JVM looks up the
   * topic with it too, unless {@link #withClientSettings} is called. Pinot stores it in the table
   * configuration, where others can read it: see {@link #readableSecrets}.
   */
  public PinotTable withKafkaSetting(String key, String value) {
    boolean ours =
        key.startsWith("stream.")
            || key.startsWith("realtime.")
            || Stream.of("isolation.level", "bootstrap.servers", "streamType")
                .anyMatch(key::equals);
    if (ours) {
      throw new IllegalArgumentException(
          "Kafka setting " + key + " is made by this table: leave it out.");
    }
    return toBuilder().setKafka(kafka().with(key, value)).build();
  }

  /**
   * With the settings by which this JVM reaches Kafka; default: those of Pinot's Kafka client. They
   * are not given to Pinot.
   */
  public PinotTable withClientSettings(Map<String, String> settings) {
    return toBuilder().setKafka(kafka().withOwn(settings)).build();
  }

  /**
   * The names of the settings of Pinot's Kafka client that hold a secret, e.g. {@code
   * sasl.jaas.config} with a password. Pinot's controller shows the table configuration without
   * authentication, and ZooKeeper logs it. A JAAS configuration whose password is a reference, such
   * as {@code password="${file:/etc/pinot/kafka.properties:password}"}, is not among them.
   */
  public List<String> readableSecrets() {
    return SecretSettings.readable(kafka().pinot());
  }

  /** The types of all columns, by name. */
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
    boolean known =
        Stream.of(primaryKey(), comparisonColumn(), timeColumn()).anyMatch(column::equals)
            || dimensions().containsKey(column(column))
            || metrics().containsKey(column);
    if (known) {
      throw new IllegalArgumentException("Column " + column + " is there already: name it once.");
    }
  }

  private static String column(String name) {
    return require(
        name, n -> NAME.matcher(n).matches(), "name", "use letters, digits and _, a letter first");
  }

  private static <T> T require(T value, Predicate<T> rule, String what, String advice) {
    if (!rule.test(value)) {
      throw new IllegalArgumentException(what + " is " + value + ": " + advice + ".");
    }
    return value;
  }

  private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
    Map<String, V> changed = new TreeMap<>(map);
    changed.put(key, value);
    return Map.copyOf(changed);
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

    abstract Builder setReplicas(int replicas);

    abstract Builder setHashFunction(HashFunction hashFunction);

    abstract Builder setSegmentRows(int segmentRows);

    abstract Builder setSegmentTime(Duration segmentTime);

    abstract Builder setRetention(Duration retention);

    abstract Builder setKafka(KafkaAccess kafka);

    abstract PinotTable build();
  }
}
