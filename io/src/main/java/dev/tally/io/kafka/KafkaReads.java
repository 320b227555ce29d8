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
 * Carries the {@link ReadSettings} of all topics that a pipeline reads in the options of the
 * pipeline.
 *
 * <p>A runner stores the source of a split in its savepoints, but always uses the options of the
 * running job. So a split holds only the names of its cluster and its topic, and its reader reads
 * the rest here: a restored job uses the addresses, passwords, watermark policy and consumer group
 * that it was started with.
 *
 * <p>The values hold secrets. They are entries of a map because Flink's REST interface shows the
 * options of a job as text, and shows a map as an empty text.
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
   * <p>Errors: {@link IllegalArgumentException} if another cluster has the same name, or if the
   * topic is already read with different settings.
   */
  static void add(PipelineOptions options, ReadSettings<?> read) {
    Map<String, String> all = new HashMap<>(all(options));
    for (String encoded : all.values()) {
      requireAnotherName(decode(encoded), read);
    }
    String before = all.put(key(read.cluster().name(), read.topic()), encode(read));
    if (before != null && !decode(before).sameAs(read)) {
      throw new IllegalArgumentException(
          "Topic %s of %s is read twice, with different settings: read it once and use the PCollection twice."
              .formatted(read.topic(), read.cluster()));
    }
    options.as(Options.class).setKafkaReads(all);
  }

  private static void requireAnotherName(ReadSettings<?> other, ReadSettings<?> read) {
    KafkaCluster one = other.cluster();
    KafkaCluster two = read.cluster();
    if (one.name().equals(two.name()) && !one.bootstrapServers().equals(two.bootstrapServers())) {
      throw new IllegalArgumentException(
          "Two Kafka clusters, %s and %s, have the name \"%s\": set a unique name with named(…)."
              .formatted(one.bootstrapServers(), two.bootstrapServers(), two.name()));
    }
  }

  /**
   * Returns how the running job reads a topic.
   *
   * <p>Errors: {@link IllegalStateException} if it does not read this topic.
   */
  @SuppressWarnings("unchecked") // A split is restored by the step that wrote it.
  static <T> ReadSettings<T> find(PipelineOptions options, String cluster, String topic) {
    Map<String, String> all = all(options);
    String read = all.get(key(cluster, topic));
    if (read == null) {
      throw new IllegalStateException(
          ("The savepoint holds the progress of topic %s%s, but this job reads only %s. Specify"
                  + " that topic again, or start without a savepoint.")
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
