package dev.tally.operations.restate;

import com.google.common.primitives.Ints;
import dev.tally.io.kafka.TopicInspector;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.joda.time.Instant;

/**
 * Computes the ad metrics of a range of minutes again from raw events and replaces those that
 * differ, in Kafka; the stores follow by the revision.
 *
 * <p>Delivery: all records are written in one Kafka transaction, so a restatement is applied
 * completely or not at all. After a failure at any point it can be run again, and once more has no
 * effect. Of two restatements of a topic at the same time, the one that was started first fails.
 *
 * <p>State: the rows of the range before and after, about 1 KB per row, and the ids of {@link
 * RestateSettings#eventsAtOnce} events.
 *
 * <p>Errors: {@link IllegalArgumentException} if the range cannot be restated; {@link IOException}
 * and {@link org.apache.kafka.common.KafkaException} if Kafka fails.
 */
public final class RestateMinutes {
  private final RestateSettings settings;
  private final RestateListener listener;
  private final Supplier<Instant> clock;

  /**
   * Creates a restatement.
   *
   * @param clock the current time, which becomes the broker time of the records. In a replay, time
   *     is that of the files: there it is the watermark of the aggregation job
   */
  public RestateMinutes(
      RestateSettings settings, RestateListener listener, Supplier<Instant> clock) {
    this.settings = settings;
    this.listener = listener;
    this.clock = clock;
  }

  /** Computes the differences and writes nothing. */
  public RestateReport dryRun() throws IOException {
    requireRawTopic();
    return run(RestateLog.ofDryRun());
  }

  /** Replaces the rows that differ. */
  public RestateReport write() throws IOException {
    requireRawTopic();
    try (RestateLog log = MetricsTransaction.open(settings, listener)) {
      return run(log);
    }
  }

  private void requireRawTopic() {
    TopicInspector.of(settings.cluster())
        .unreadable(settings.topics().adEvents(), settings.rules().watermarks())
        .stream()
        .findFirst()
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
  }

  private RestateReport run(RestateLog log) throws IOException {
    StoredMetrics before = StoredMetrics.read(settings);
    Recount after = new Recount(settings.range(), settings.rules());
    try (RawEvents events = RawEvents.open(settings)) {
      AtomicLong read = new AtomicLong();
      after.count(
          action ->
              events.forEach(
                  record -> {
                    listener.read(read.incrementAndGet());
                    action.accept(record);
                  }),
          passes(events.size()));
    }
    Restatement restatement = Restatement.of(before.rows(), after.rows());
    log.commit(restatement.records(now(before.watermark())));
    return RestateReport.of(
        settings.range(),
        settings.rules().invalidTraffic().describe(),
        after.events(),
        restatement);
  }

  private Instant now(Instant watermark) {
    boolean live = settings.rules().watermarks().needsLogAppendTime();
    Instant now = clock.get();
    return live && now.isAfter(watermark) ? now : watermark;
  }

  private int passes(long events) {
    return Ints.saturatedCast(Math.max(1, -Math.floorDiv(-events, settings.eventsAtOnce())));
  }
}
