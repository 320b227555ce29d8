package dev.tally.io.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Where the clusters that a pipeline reads are, by their names.
 *
 * <p>A runner keeps a source in its savepoints whole, with the address that the cluster had then.
 * The options are always those of the pipeline that runs: so its readers look here.
 */
final class ClusterAddresses {
  private ClusterAddresses() {}

  /** Written when a read is added to a pipeline; nobody gives it. */
  public interface Options extends PipelineOptions {
    @Hidden
    @Description("Bootstrap servers of the Kafka clusters that are read, by their names.")
    @Nullable Map<String, String> getKafkaAddresses();

    void setKafkaAddresses(@Nullable Map<String, String> value);
  }

  /**
   * Takes down where a cluster is.
   *
   * <p>Errors: {@link IllegalArgumentException} if another one has its name.
   */
  static void note(PipelineOptions options, KafkaCluster cluster) {
    Map<String, String> all = new HashMap<>(of(options));
    String other = all.put(cluster.name(), cluster.bootstrapServers());
    if (other != null && !other.equals(cluster.bootstrapServers())) {
      throw new IllegalArgumentException(
          "Two Kafka clusters, %s and %s, are both named \"%s\": give each a name of its own with named(…)."
              .formatted(other, cluster.bootstrapServers(), cluster.name()));
    }
    options.as(Options.class).setKafkaAddresses(all);
  }

  /** The cluster where it is now; where it was if nothing is said of it. */
  static KafkaCluster now(PipelineOptions options, KafkaCluster cluster) {
    String servers = of(options).getOrDefault(cluster.name(), cluster.bootstrapServers());
    return cluster.another(servers).named(cluster.name());
  }

  private static Map<String, String> of(PipelineOptions options) {
    Map<String, String> addresses = options.as(Options.class).getKafkaAddresses();
    return addresses == null ? Map.of() : addresses;
  }
}
