package dev.tally.server.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Checks that a record sent to a topic becomes a row of a REALTIME table. Topic, table and schema
 * are then deleted.
 */
final class PinotHealthCheck {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /**
   * Uses HTTP/1.1: if a request offers an upgrade to HTTP/2, Pinot's server waits forever for the
   * body of the request, which it has already received.
   */
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String controller;
  private final String broker;

  PinotHealthCheck(Ports ports) {
    controller = "http://" + ports.address(PinotServer.CONTROLLER);
    broker = "http://" + ports.address(PinotServer.BROKER);
  }

  /** Returns true if the controller and the broker report that they are healthy. */
  boolean answers() {
    try {
      return isOk(send(get(controller + "/health"))) && isOk(send(get(broker + "/health")));
    } catch (IOException e) {
      return false;
    }
  }

  void check(String kafka, Duration atMost) throws UnhealthyException {
    long end = System.nanoTime() + atMost.toNanos();
    if (!Await.until(atMost, this::answers)) {
      throw new UnhealthyException(
          "controller and broker do not report that they are healthy", null);
    }
    String name = "tally_health_" + UUID.randomUUID().toString().replace("-", "");
    int millis = Math.toIntExact(atMost.toMillis());
    try (Admin admin = KafkaHealthCheck.admin(kafka, millis)) {
      admin
          .createTopics(List.of(new NewTopic(name, 1, (short) 1)))
          .all()
          .get(millis, TimeUnit.MILLISECONDS);
      try {
        produce(kafka, name, millis);
        createTable(name, kafka);
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (!Await.until(left, () -> countIsOne(name))) {
          throw new UnhealthyException("a row did not become visible", null);
        }
      } finally {
        dropTable(name);
        admin.deleteTopics(List.of(name)).all().get(millis, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnhealthyException("interrupted", e);
    } catch (IOException | ExecutionException | TimeoutException | KafkaException e) {
      throw new UnhealthyException("a row did not become visible", e);
    }
  }

  private static void produce(String kafka, String topic, int millis) {
    Map<String, Object> settings = Map.of("bootstrap.servers", kafka, "max.block.ms", millis);
    byte[] row = "{\"id\":\"1\",\"at\":1}".getBytes(StandardCharsets.UTF_8);
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      var unused = producer.send(new ProducerRecord<>(topic, row));
      producer.flush();
    }
  }

  private void createTable(String name, String kafka) throws IOException, UnhealthyException {
    expectOk(post(controller + "/schemas", SCHEMA.formatted(name)));
    expectOk(post(controller + "/tables", TABLE.formatted(name, kafka)));
  }

  private void dropTable(String name) throws IOException {
    // The responses are ignored: something that could not be created cannot be deleted either.
    var unused = send(delete(controller + "/tables/" + name + "?type=realtime&retention=0d"));
    unused = send(delete(controller + "/schemas/" + name));
  }

  private boolean countIsOne(String table) {
    try {
      String sql = JSON.writeValueAsString(Map.of("sql", "SELECT COUNT(*) FROM " + table));
      HttpResponse<String> answer = send(post(broker + "/query/sql", sql));
      JsonNode count = JSON.readTree(answer.body()).at("/resultTable/rows/0/0");
      return isOk(answer) && count.asLong() == 1;
    } catch (IOException e) {
      return false;
    }
  }

  private void expectOk(HttpRequest request) throws IOException, UnhealthyException {
    HttpResponse<String> answer = send(request);
    if (!isOk(answer)) {
      throw new UnhealthyException(
          request.uri().getPath()
              + " returned status "
              + answer.statusCode()
              + ": "
              + answer.body(),
          null);
    }
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while waiting for Pinot.", e);
    }
  }

  private static boolean isOk(HttpResponse<String> answer) {
    return answer.statusCode() == 200;
  }

  private static HttpRequest get(String uri) {
    return HttpRequest.newBuilder(URI.create(uri)).timeout(ANSWER).GET().build();
  }

  private static HttpRequest delete(String uri) {
    return HttpRequest.newBuilder(URI.create(uri)).timeout(ANSWER.multipliedBy(4)).DELETE().build();
  }

  private static HttpRequest post(String uri, String json) {
    return HttpRequest.newBuilder(URI.create(uri))
        .timeout(ANSWER.multipliedBy(4))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json))
        .build();
  }

  private static final String SCHEMA =
      """
      {"schemaName": "%s",
       "dimensionFieldSpecs": [{"name": "id", "dataType": "STRING"}],
       "dateTimeFieldSpecs": [{"name": "at", "dataType": "LONG",
         "format": "1:MILLISECONDS:EPOCH", "granularity": "1:MILLISECONDS"}]}
      """;

  private static final String TABLE =
      """
      {"tableName": "%1$s", "tableType": "REALTIME", "tenants": {}, "metadata": {},
       "segmentsConfig": {"schemaName": "%1$s", "timeColumnName": "at", "replication": "1",
         "replicasPerPartition": "1"},
       "tableIndexConfig": {"loadMode": "MMAP", "streamConfigs": {
         "streamType": "kafka",
         "stream.kafka.consumer.type": "lowlevel",
         "stream.kafka.topic.name": "%1$s",
         "stream.kafka.broker.list": "%2$s",
         "stream.kafka.consumer.factory.class.name":
           "org.apache.pinot.plugin.stream.kafka20.KafkaConsumerFactory",
         "stream.kafka.decoder.class.name":
           "org.apache.pinot.plugin.stream.kafka.KafkaJSONMessageDecoder",
         "stream.kafka.consumer.prop.auto.offset.reset": "smallest",
         "realtime.segment.flush.threshold.rows": "1000"}}}
      """;
}
