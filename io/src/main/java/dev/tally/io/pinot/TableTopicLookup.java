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

/** Looks up the current identity of a table's topic in Kafka. */
final class TableTopicLookup {
  private TableTopicLookup() {}

  static TableTopic topic(PinotTable table, Duration timeout) {
    Map<String, Object> settings = new HashMap<>(table.kafka().client());
    settings.put("bootstrap.servers", table.bootstrapServers());
    settings.put("default.api.timeout.ms", Math.toIntExact(timeout.toMillis()));
    settings.put("request.timeout.ms", Math.toIntExact(timeout.toMillis()));
    try (Admin admin = Admin.create(settings)) {
      Map<String, TopicDescription> found =
          admin.describeTopics(List.of(table.topic())).allTopicNames().get();
      TopicDescription topic = Objects.requireNonNull(found.get(table.topic()));
      return new TableTopic(topic.topicId().toString(), topic.partitions().size());
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
    // The cause is not attached, because Kafka's messages contain the values of invalid settings.
    return new PinotException(
        "Topic %s cannot be looked up at %s (%s): check the address and the Kafka settings."
            .formatted(table.topic(), table.bootstrapServers(), cause.getClass().getSimpleName()));
  }
}
