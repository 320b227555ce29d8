package dev.tally.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.bench.ProbeTimes.Place;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.transforms.codec.DefaultNames;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends impressions to the raw topic at a constant rate. Among them are ten probes per second; the
 * other events are spread over 1,000 ads.
 */
final class FreshnessSender implements AutoCloseable {
  /** Milliseconds from one probe to the next. */
  static final long PROBE_MILLIS = 100;

  private static final long TICK_NANOS = 10_000_000;
  private static final long SECOND_NANOS = 1_000_000_000;
  private static final int ADS = 1_000;
  private static final int CAMPAIGNS = 100;
  private static final int STORES = 20;
  private static final int USERS = 100_000;

  private final Producer<byte[], byte[]> producer;
  private final ProbeTimes probes;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private volatile boolean stopped;
  private volatile long sent;
  private volatile int sentProbes;
  private @Nullable Thread thread;

  FreshnessSender(KafkaCluster kafka, ProbeTimes probes) {
    Map<String, Object> config = new HashMap<>(kafka.producerConfig());
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.probes = probes;
  }

  /**
   * Sends events, without probes, as fast as possible, and waits until Kafka has acknowledged them.
   * Call this before {@link #start}.
   */
  void burst(long events) throws IOException {
    for (long i = 0; i < events; i++) {
      sendBackground();
    }
    producer.flush();
    check();
  }

  /** Starts sending at a rate of events per second, on a thread of its own. */
  void start(long perSecond) {
    Thread sending = new Thread(() -> run(perSecond), "freshness-sender");
    sending.setDaemon(true);
    sending.start();
    thread = sending;
  }

  private void run(long perSecond) {
    long began = System.nanoTime();
    long before = sent;
    try {
      for (long tick = 1; !stopped; tick++) {
        if (sentProbes < tick * TICK_NANOS / 1e6 / PROBE_MILLIS) {
          sendProbe();
        }
        long due = perSecond * (tick * TICK_NANOS) / SECOND_NANOS;
        while (sent - before < due) {
          sendBackground();
        }
        LockSupport.parkNanos(began + tick * TICK_NANOS - System.nanoTime());
      }
      producer.flush();
    } catch (KafkaException | IllegalStateException e) { // IllegalStateException: it was closed.
      failure.compareAndSet(null, e);
    }
  }

  private void sendProbe() {
    int probe = sentProbes;
    if (probe == probes.capacity()) {
      return;
    }
    String ad = ProbeTimes.adId(probe);
    long now = System.currentTimeMillis();
    probes.seen(Place.SENT, probe, now);
    send(
        event(now, ad, ProbeTimes.CAMPAIGN, ProbeTimes.CAMPAIGN),
        (metadata, thrown) -> {
          if (thrown == null) {
            probes.seen(Place.ACKNOWLEDGED, probe, System.currentTimeMillis());
          } else {
            failure.compareAndSet(null, thrown);
          }
        });
    sentProbes = probe + 1;
  }

  private void sendBackground() {
    int ad = (int) (mixed(sent) % ADS);
    send(
        event(
            System.currentTimeMillis(),
            "ad-" + ad,
            "campaign-" + ad % CAMPAIGNS,
            "store-" + ad % STORES),
        (metadata, thrown) -> {
          if (thrown != null) {
            failure.compareAndSet(null, thrown);
          }
        });
  }

  /** Only one thread sends at a time. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void send(byte[] value, Callback callback) {
    var unused =
        producer.send(new ProducerRecord<>(DefaultNames.AD_EVENTS, null, null, value), callback);
    sent++;
  }

  private byte[] event(long time, String ad, String campaign, String store) {
    return ("{\"event_id\":\"e-"
            + sent
            + "\",\"event_type\":\"impression\",\"event_time\":"
            + time
            + ",\"ad_id\":\""
            + ad
            + "\",\"campaign_id\":\""
            + campaign
            + "\",\"store_id\":\""
            + store
            + "\",\"user_id\":\"user-"
            + mixed(sent + 1) % USERS
            + "\",\"region\":\"local\",\"cost_micros\":1000}")
        .getBytes(UTF_8);
  }

  /** Returns a pseudo-random number, from 0 to 2^32 − 1. */
  private static long mixed(long number) {
    return (number * 0x9E3779B97F4A7C15L) >>> 32;
  }

  /** Returns the number of events sent, probes included. */
  long sent() {
    return sent;
  }

  /** Returns the number of probes sent, which is also the number of the next probe. */
  int sentProbes() {
    return sentProbes;
  }

  /** Stops sending and waits until Kafka has acknowledged all events. */
  void stop() throws IOException, InterruptedException {
    stopped = true;
    if (thread != null) {
      thread.join();
    }
    check();
  }

  /**
   * Throws the first failure, if there was one.
   *
   * @throws IOException if Kafka did not accept an event
   */
  void check() throws IOException {
    Exception thrown = failure.get();
    if (thrown != null) {
      throw new IOException("Kafka did not accept an event: " + thrown.getMessage(), thrown);
    }
  }

  @Override
  public void close() {
    stopped = true;
    producer.close();
  }
}
