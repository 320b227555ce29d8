package dev.tally.io.pinot;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** How many partitions a table's topic has. */
final class TopicLookup {
  private TopicLookup() {}

  static int partitions(PinotTable table, Duration patience) {
    Map<String, Object> settings = new HashMap<>(table.kafkaSettings());
    settings.put("bootstrap.servers", table.bootstrapServers());
    settings.put("default.api.timeout.ms", Math.toIntExact(patience.toMillis()));
    settings.put("request.timeout.ms", Math.toIntExact(patience.toMillis()));
    try (Admin admin = Admin.create(settings)) {
      Map<String, TopicDescription> found =
          admin.describeTopics(List.of(table.topic())).allTopicNames().get();
      return Objects.requireNonNull(found.get(table.topic())).partitions().size();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PinotException("Interrupted while looking up topic " + table.topic() + ".", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UnknownTopicOrPartitionException
          ? new PinotException("Topic " + table.topic() + " does not exist: create it first.")
          : unreachable(table, e.getCause() == null ? e : e.getCause());
    } catch (KafkaException e) {
      throw unreachable(table, e);
    }
  }

  private static PinotException unreachable(PinotTable table, Throwable cause) {
    // The cause is not attached: Kafka names offending settings with their values.
    return new PinotException(
        "Topic %s cannot be looked up at %s (%s): check the address and the Kafka settings."
            .formatted(table.topic(), table.bootstrapServers(), cause.getClass().getSimpleName()));
  }
}
