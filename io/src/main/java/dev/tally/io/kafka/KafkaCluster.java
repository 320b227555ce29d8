package dev.tally.io.kafka;

import com.google.auto.value.AutoValue;
import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/**
 * How to reach one Kafka cluster: its bootstrap servers and any client setting (SASL, TLS, fetch
 * sizes), which is handed to every client made from it.
 *
 * <p>A pipeline that reads several clusters gives each a name, which it keeps for ever. A savepoint
 * holds a cluster's name only: a restored job reads the cluster of that name at the address and
 * with the settings that the job is started with.
 *
 * <p>Settings may hold secrets: {@link #toString} names the keys and never a value. They travel
 * with the job graph to the workers, and into no savepoint.
 *
 * <p>Errors: settings under which a committed read or an exactly-once write would be lost in
 * silence are refused by {@link #withSettings}, all at once.
 */
@AutoValue
public abstract class KafkaCluster implements Serializable {
  private static final long serialVersionUID = 2L;

  /** The name that savepoints hold, e.g. {@code "eu"}; empty if it is the only cluster. */
  public abstract String name();

  abstract String bootstrapServers();

  /** Client settings; some may be secrets. */
  public abstract Map<String, String> settings();

  /**
   * A cluster reached without further settings.
   *
   * @param bootstrapServers as Kafka takes them, e.g. {@code "127.0.0.1:9092,127.0.0.1:9093"}
   */
  public static KafkaCluster at(String bootstrapServers) {
    return new AutoValue_KafkaCluster("", bootstrapServers, Map.of());
  }

  /** This cluster under a name. */
  public KafkaCluster named(String name) {
    return new AutoValue_KafkaCluster(name, bootstrapServers(), settings());
  }

  /** Another cluster, reached with the same client settings; it has no name. */
  public KafkaCluster another(String bootstrapServers) {
    return new AutoValue_KafkaCluster("", bootstrapServers, settings());
  }

  /** This cluster with the client settings of a Java properties file added. */
  public KafkaCluster withSettings(Path propertiesFile) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(propertiesFile)) {
      properties.load(reader);
    }
    Map<String, String> settings = new TreeMap<>();
    properties.stringPropertyNames().forEach(k -> settings.put(k, properties.getProperty(k)));
    return withSettings(settings);
  }

  /**
   * This cluster with the given client settings added.
   *
   * @throws IllegalArgumentException naming each setting that would break a promise, and what to do
   */
  public KafkaCluster withSettings(Map<String, String> settings) {
    List<String> refusals = new ArrayList<>();
    settings.forEach((key, value) -> ClientSettings.refusal(key, value).ifPresent(refusals::add));
    refusals.addAll(ClientFailure.problems(settings));
    if (!refusals.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", refusals));
    }
    Map<String, String> all = new TreeMap<>(settings());
    all.putAll(settings);
    return new AutoValue_KafkaCluster(name(), bootstrapServers(), Map.copyOf(all));
  }

  /** Configuration of a read-committed consumer that commits nothing by itself. */
  public Map<String, Object> consumerConfig() {
    Map<String, Object> config = common();
    config.putIfAbsent(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 2 << 20);
    config.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return config;
  }

  /** Configuration of a producer that loses and repeats nothing within its session. */
  public Map<String, Object> producerConfig() {
    Map<String, Object> config = common();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    return config;
  }

  /** A new admin client; the caller closes it. */
  public Admin admin() {
    return Admin.create(common());
  }

  /**
   * True if a client could not be made because no name of a broker has an address now. It may have
   * one later.
   */
  static boolean isUnresolved(KafkaException failure) {
    return failure.getCause() instanceof ConfigException cause
        && String.valueOf(cause.getMessage()).contains("No resolvable bootstrap urls");
  }

  private Map<String, Object> common() {
    Map<String, Object> config = new HashMap<>(settings());
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    return config;
  }

  @Override
  public final String toString() {
    String where = name().isEmpty() ? bootstrapServers() : name() + "=" + bootstrapServers();
    return where + (settings().isEmpty() ? "" : " with " + settings().keySet());
  }
}
