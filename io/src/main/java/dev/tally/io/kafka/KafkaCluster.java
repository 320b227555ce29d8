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
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/**
 * The address of one Kafka cluster and its client settings (SASL, TLS, fetch sizes), which are
 * passed to every client created from it.
 *
 * <p>A pipeline that reads several clusters must name each of them, and the names must never
 * change. A savepoint holds only the name of a cluster: a restored job reads the cluster of that
 * name at the address and with the settings that the job is started with.
 *
 * <p>Settings may hold secrets: {@link #toString} lists the keys and never a value. The settings
 * travel to the workers with the job graph, and are never stored in a savepoint.
 *
 * <p>Errors: {@link #withSettings} rejects settings that would silently break a read-committed read
 * or an exactly-once write, and reports all of them at once.
 */
@AutoValue
public abstract class KafkaCluster implements Serializable {
  private static final long serialVersionUID = 2L;

  /** The name that savepoints hold, e.g. {@code "eu"}; empty if it is the only cluster. */
  public abstract String name();

  abstract String bootstrapServers();

  /** The client settings; some values may be secrets. */
  public abstract Map<String, String> settings();

  /**
   * Creates a cluster without client settings.
   *
   * @param bootstrapServers in Kafka's format, e.g. {@code "127.0.0.1:9092,127.0.0.1:9093"}
   */
  public static KafkaCluster at(String bootstrapServers) {
    return new AutoValue_KafkaCluster("", bootstrapServers, Map.of());
  }

  /** Returns this cluster with the given name. Default: empty. */
  public KafkaCluster named(String name) {
    return new AutoValue_KafkaCluster(name, bootstrapServers(), settings());
  }

  /** Returns another cluster with the same client settings and an empty name. */
  public KafkaCluster withBootstrapServers(String bootstrapServers) {
    return new AutoValue_KafkaCluster("", bootstrapServers, settings());
  }

  /** Returns this cluster with the client settings of a Java properties file added. */
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
   * Returns this cluster with the given client settings added.
   *
   * @throws IllegalArgumentException if a setting is invalid or would break a guarantee; the
   *     message lists every such setting and what to do
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

  /** Returns the configuration of a read-committed consumer without automatic offset commits. */
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

  /**
   * The configuration of a producer that neither loses nor duplicates records within its session.
   */
  public Map<String, Object> producerConfig() {
    Map<String, Object> config = common();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    return config;
  }

  /** Creates an admin client; the caller closes it. */
  public Admin admin() {
    return Admin.create(common());
  }

  /**
   * Creates an admin client whose requests fail after this time; the caller closes it. The timeout
   * of a single request is not enough: the client looks up the brokers before it describes a topic,
   * with its default timeout of a minute.
   */
  Admin admin(int timeoutMillis) {
    Map<String, Object> config = common();
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMillis);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMillis);
    return Admin.create(config);
  }

  /**
   * True if a client could not be created because currently no broker name resolves to an address.
   * A name may become resolvable later.
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
