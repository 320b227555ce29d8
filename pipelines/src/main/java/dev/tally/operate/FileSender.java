package dev.tally.operate;

import dev.tally.io.kafka.Heartbeat;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.Topics;
import dev.tally.io.kafka.WatermarkPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Sends a file of events to a topic, in order within each partition.
 *
 * <p>Without times the values go to a live topic, and the broker gives the time. With times they go
 * to a {@code CreateTime} topic and keep theirs; at the end every partition gets a heartbeat at the
 * last time + {@code expectedDelay} + 1 min, so that all minutes close.
 *
 * <p>Delivery: each line once, unless this process dies.
 */
public final class FileSender {
  private static final int MAX_REQUEST_BYTES = 13 << 20;
  private static final Duration CLOSING = Duration.standardMinutes(1);
  private static final int PROGRESS_EVERY = 1_000;

  private final KafkaCluster cluster;
  private final String topic;
  private final Duration expectedDelay;
  private final long perSecond;
  private final long end;
  private final @Nullable Stretch stretch;

  /**
   * A sender to one topic.
   *
   * @param expectedDelay the reading job's
   * @param perSecond lines a second at most; 0 for as fast as the broker takes them
   */
  public FileSender(KafkaCluster cluster, String topic, Duration expectedDelay, long perSecond) {
    this(cluster, topic, expectedDelay, perSecond, Long.MIN_VALUE, null);
  }

  private FileSender(
      KafkaCluster cluster,
      String topic,
      Duration expectedDelay,
      long perSecond,
      long end,
      @Nullable Stretch stretch) {
    this.cluster = cluster;
    this.topic = topic;
    this.expectedDelay = expectedDelay;
    this.perSecond = perSecond;
    this.end = end;
    this.stretch = stretch;
  }

  /**
   * With a file of broker times after which nothing more comes until this time: readers go on to
   * it. Without it they go on to a minute after the file's last line.
   */
  public FileSender until(Instant time) {
    return new FileSender(cluster, topic, expectedDelay, perSecond, time.getMillis(), stretch);
  }

  /**
   * Of a file of broker times only the lines from one time until before another, after which
   * readers go on to the second and the next lines may follow.
   */
  public FileSender between(Instant from, Instant to) {
    return new FileSender(
        cluster, topic, expectedDelay, perSecond, Long.MIN_VALUE, new Stretch(from, to));
  }

  private record Stretch(Instant from, Instant to) {
    boolean has(EventFile.Line line) {
      long time = Objects.requireNonNull(line.brokerTime(), "a stretch is of a file with times");
      return time >= from.getMillis() && time < to.getMillis();
    }
  }

  /**
   * Sends the file.
   *
   * @param progress told the number of lines sent, now and then and at the end
   * @return the number of lines sent, heartbeats not counted
   * @throws IllegalArgumentException if the topic does not fit the file; it says what to do
   */
  public long send(Path file, LongConsumer progress) throws IOException {
    boolean timed = EventFile.isTimed(file);
    WatermarkPolicy policy =
        timed ? WatermarkPolicy.replay(expectedDelay) : WatermarkPolicy.live(expectedDelay);
    List<String> problems = Topics.of(cluster).unreadable(topic, policy);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    try (EventFile events = EventFile.open(file);
        Producer<byte[], byte[]> producer = producer()) {
      long sent = sendLines(events, producer, failure, progress);
      producer.flush();
      check(failure);
      if (stretch != null) {
        sendHeartbeats(producer, stretch.to().minus(expectedDelay).getMillis(), failure);
      } else if (timed && (sent > 0 || end > Long.MIN_VALUE)) {
        long last = sent > 0 ? events.lastTime() + CLOSING.getMillis() : end;
        sendHeartbeats(producer, Math.max(last, end), failure);
      }
      producer.flush();
      check(failure);
      progress.accept(sent);
      return sent;
    } catch (KafkaException e) {
      throw new IOException("Kafka at %s: %s".formatted(cluster, e.getMessage()), e);
    }
  }

  private long sendLines(
      EventFile events,
      Producer<byte[], byte[]> producer,
      AtomicReference<@Nullable Exception> failure,
      LongConsumer progress)
      throws IOException {
    long started = System.nanoTime();
    long sent = 0;
    for (EventFile.Line line = events.next(); line != null; line = events.next()) {
      if (stretch != null && !stretch.has(line)) {
        continue;
      }
      send(
          producer,
          new ProducerRecord<>(topic, null, line.brokerTime(), null, line.value()),
          failure);
      sent++;
      pace(started, sent);
      if (sent % PROGRESS_EVERY == 0) {
        check(failure);
        progress.accept(sent);
      }
    }
    return sent;
  }

  private void pace(long started, long sent) {
    if (perSecond > 0) {
      long due = started + sent * 1_000_000_000L / perSecond;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }
  }

  private void sendHeartbeats(
      Producer<byte[], byte[]> producer,
      long watermark,
      AtomicReference<@Nullable Exception> failure) {
    int partitions = producer.partitionsFor(topic).size();
    for (int partition = 0; partition < partitions; partition++) {
      send(
          producer,
          Heartbeat.record(topic, partition, watermark + expectedDelay.getMillis(), watermark),
          failure);
    }
  }

  private static void send(
      Producer<byte[], byte[]> producer,
      ProducerRecord<byte[], byte[]> record,
      AtomicReference<@Nullable Exception> failure) {
    var unused =
        producer.send(
            record,
            (sent, thrown) -> {
              if (thrown != null) {
                failure.compareAndSet(null, thrown);
              }
            });
  }

  private void check(AtomicReference<@Nullable Exception> failure) throws IOException {
    Exception thrown = failure.get();
    if (thrown != null) {
      throw new IOException(
          "Kafka at %s did not take a record for %s: %s"
              .formatted(cluster, topic, thrown.getMessage()),
          thrown);
    }
  }

  private Producer<byte[], byte[]> producer() {
    Map<String, Object> config = new HashMap<>(cluster.producerConfig());
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
