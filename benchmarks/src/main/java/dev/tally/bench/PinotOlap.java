package dev.tally.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.pinot.PinotIO;
import dev.tally.io.pinot.PinotQuery;
import dev.tally.io.pinot.PinotRows;
import dev.tally.io.pinot.PinotTable;
import dev.tally.io.pinot.PinotTables;
import dev.tally.operations.TallyTopics;
import dev.tally.operations.TallyTopics.Topic;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.Row;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Pinot with an upsert table over a topic, which {@link PinotIO} writes exactly once. */
final class PinotOlap implements OlapStore {
  private static final String TOPIC = "olap";
  private static final int PARTITIONS = 4;
  private static final int MOST_ROWS = 100_000;

  private final LocalStack stack;
  private final PinotTable table;
  private final PinotQuery queries;
  private final Producer<byte[], byte[]> producer;
  private int writes;

  PinotOlap(LocalStack given, int heapMiB) throws IOException {
    stack = given.withHeapMiB(Server.PINOT, heapMiB);
    stack.up(Server.PINOT);
    KafkaCluster kafka = KafkaCluster.at(stack.kafkaBootstrap());
    TallyTopics.create(
        kafka,
        List.of(
            new Topic(
                TOPIC,
                PARTITIONS,
                Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "-1"))));
    table = table(stack.kafkaBootstrap());
    PinotTables.at(stack.pinotController()).ensure(table);
    queries = PinotQuery.at(org.joda.time.Duration.standardSeconds(50), stack.pinotBroker());
    producer =
        new KafkaProducer<>(
            kafka.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static PinotTable table(String bootstrap) {
    return PinotTable.of(TOPIC, TOPIC, bootstrap, OlapRows.TIME)
        .withDimension("region", PinotTable.Type.STRING)
        .withDimension("ad_id", PinotTable.Type.STRING)
        .withDimension("campaign_id", PinotTable.Type.STRING)
        .withDimension("store_id", PinotTable.Type.STRING)
        .withMetric("impressions", PinotTable.Type.LONG)
        .withMetric("clicks", PinotTable.Type.LONG)
        .withMetric("spend_micros", PinotTable.Type.LONG);
  }

  @Override
  public Server server() {
    return Server.PINOT;
  }

  @Override
  public PTransform<PCollection<Row>, PDone> write() {
    writes++;
    return PinotIO.write(stack.pinotController(), table, "bench-olap-" + writes);
  }

  @Override
  public List<String> tables() {
    return List.of(TOPIC);
  }

  @Override
  public double query(String sql) {
    PinotRows rows = queries.query(sql, MOST_ROWS);
    List<?> first = rows.rows().get(0);
    return Double.parseDouble(String.valueOf(Objects.requireNonNull(first.get(first.size() - 1))));
  }

  @Override
  public void writeOne(Row row) {
    Map<String, Object> fields = new HashMap<>();
    OlapRows.SCHEMA.getFieldNames().forEach(name -> fields.put(name, row.getValue(name)));
    byte[] key = Objects.requireNonNull(row.getString(OlapRows.KEY)).getBytes(UTF_8);
    try {
      byte[] value = new ObjectMapper().writeValueAsBytes(fields);
      producer.send(new ProducerRecord<>(TOPIC, key, value)).get();
    } catch (JsonProcessingException | ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
    queries.close();
  }
}
