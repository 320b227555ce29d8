package dev.tally.scenarios.chaos;

import dev.tally.io.kafka.KafkaCluster;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends records to one or more Kafka clusters at a constant rate until it is stopped. */
abstract class SteadySender implements AutoCloseable {
  private final List<Producer<byte[], byte[]>> producers;
  private final int perSecond;
  private final Thread thread = new Thread(this::run, "chaos-sender");
  private volatile boolean stopped;
  private volatile @Nullable Exception failure;

  /**
   * Creates a sender that sends nothing before {@link #start}.
   *
   * @param perSecond number of steps per second
   */
  SteadySender(List<KafkaCluster> clusters, int perSecond) {
    this.producers = clusters.stream().map(SteadySender::producer).toList();
    this.perSecond = perSecond;
  }

  private static Producer<byte[], byte[]> producer(KafkaCluster cluster) {
    Map<String, Object> config = new HashMap<>(cluster.producerConfig());
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Sends the records of one step.
   *
   * @param index number of the step, starting at 0
   */
  abstract void step(long index);

  final void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    long started = System.nanoTime();
    try {
      for (long i = 0; !stopped; i++) {
        step(i);
        LockSupport.parkNanos(started + (i + 1) * 1_000_000_000L / perSecond - System.nanoTime());
      }
      producers.forEach(Producer::flush);
    } catch (KafkaException
        | IllegalStateException e) { // IllegalStateException: the producer was closed.
      failure = e;
    }
  }

  /** Sends a record to the cluster with this index. */
  final void send(int cluster, ProducerRecord<byte[], byte[]> record) {
    var unused =
        producers
            .get(cluster)
            .send(
                record,
                (done, thrown) -> {
                  if (thrown != null) {
                    failure = thrown;
                  }
                });
  }

  /**
   * Stops sending and waits until Kafka has acknowledged all records.
   *
   * @throws IOException if Kafka did not accept a record
   */
  final void stop() throws IOException, InterruptedException {
    stopped = true;
    thread.join();
    requireAccepted();
  }

  /**
   * Checks that no record failed.
   *
   * @throws IOException if Kafka did not accept a record
   */
  final void requireAccepted() throws IOException {
    Exception thrown = failure;
    if (thrown != null) {
      throw new IOException("Kafka did not accept the input", thrown);
    }
  }

  @Override
  public final void close() {
    stopped = true;
    producers.forEach(Producer::close); // The thread ends when it next tries to send.
  }
}
