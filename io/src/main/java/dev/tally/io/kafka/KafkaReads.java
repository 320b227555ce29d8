package dev.tally.io.kafka;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.SerializableUtils;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ReadSettings} of all topics that a pipeline reads, carried in its options.
 *
 * <p>A runner keeps the source of a split in its savepoints, but always takes the options of the
 * job that runs. So a split holds the name of its cluster and of its topic only, and its reader
 * looks the rest up here: a restored job uses the addresses, passwords, watermark policy and
 * consumer group that it was started with.
 *
 * <p>The values hold secrets. They are entries of a map because Flink's REST interface shows the
 * options of a job as text, and a map as an empty text.
 */
final class KafkaReads {
  private KafkaReads() {}

  /** Set by {@link TopicIO.Read} when it is applied, never by a user. */
  public interface Options extends PipelineOptions {
    @Hidden
    @Description("How each Kafka topic is read, by cluster and topic; set by TopicIO.")
    @Nullable Map<String, String> getKafkaReads();

    void setKafkaReads(@Nullable Map<String, String> value);
  }

  /**
   * Adds a read to the options of its pipeline.
   *
   * <p>Errors: {@link IllegalArgumentException} if another cluster has the same name, or the topic
   * is read in another way too.
   */
  static void add(PipelineOptions options, ReadSettings<?> read) {
    Map<String, String> all = new HashMap<>(all(options));
    for (String encoded : all.values()) {
      requireAnotherName(decode(encoded), read);
    }
    String before = all.put(key(read.cluster().name(), read.topic()), encode(read));
    if (before != null && !decode(before).sameAs(read)) {
      throw new IllegalArgumentException(
          "Topic %s of %s is read twice, in two ways: read it once and use the collection twice."
              .formatted(read.topic(), read.cluster()));
    }
    options.as(Options.class).setKafkaReads(all);
  }

  private static void requireAnotherName(ReadSettings<?> other, ReadSettings<?> read) {
    KafkaCluster one = other.cluster();
    KafkaCluster two = read.cluster();
    if (one.name().equals(two.name()) && !one.bootstrapServers().equals(two.bootstrapServers())) {
      throw new IllegalArgumentException(
          "Two Kafka clusters, %s and %s, have the name \"%s\": give each its own with named(…)."
              .formatted(one.bootstrapServers(), two.bootstrapServers(), two.name()));
    }
  }

  /**
   * How the running job reads a topic.
   *
   * <p>Errors: {@link IllegalStateException} if it does not read this topic.
   */
  @SuppressWarnings("unchecked") // The step that restores a split is the one that wrote it.
  static <T> ReadSettings<T> find(PipelineOptions options, String cluster, String topic) {
    Map<String, String> all = all(options);
    String read = all.get(key(cluster, topic));
    if (read == null) {
      throw new IllegalStateException(
          ("The savepoint holds the progress of topic %s%s, and this job reads only %s. Name that"
                  + " topic again, or start from nothing.")
              .formatted(topic, cluster.isEmpty() ? "" : " in region " + cluster, all.keySet()));
    }
    return (ReadSettings<T>) decode(read);
  }

  private static String key(String cluster, String topic) {
    return cluster.isEmpty() ? topic : cluster + "/" + topic;
  }

  private static String encode(ReadSettings<?> read) {
    return Base64.getEncoder().encodeToString(SerializableUtils.serializeToByteArray(read));
  }

  private static ReadSettings<?> decode(String encoded) {
    return (ReadSettings<?>)
        SerializableUtils.deserializeFromByteArray(
            Base64.getDecoder().decode(encoded), "how a topic is read");
  }

  private static Map<String, String> all(PipelineOptions options) {
    Map<String, String> reads = options.as(Options.class).getKafkaReads();
    return reads == null ? Map.of() : reads;
  }
}
