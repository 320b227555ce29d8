package dev.tally.operations;

import dev.tally.operations.GroupProgress.Partition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Explains why a job's watermark does not advance: names the partition with the lowest watermark,
 * the reason, and what to do.
 *
 * @param partition the partition; if several have the same watermark, one with the most urgent
 *     reason
 * @param others how many other partitions of the same topic hold the watermark for the same reason
 * @param explanation the reason and what to do, for the user
 */
public record WatermarkHold(Partition partition, Reason reason, int others, String explanation) {
  /**
   * How far a broker time may be ahead of a worker's clock before the reader pauses the partition.
   */
  public static final Duration MAX_AHEAD = Duration.ofMinutes(10);

  private static final long NONE = -1;

  /** Why a partition holds the watermark; the most urgent reasons come first. */
  public enum Reason {
    /** The reader has paused before a record whose broker time is in the future. */
    BROKER_TIME_IN_THE_FUTURE,
    /** A producer has not completed a transaction, and later records are not readable. */
    OPEN_TRANSACTION,
    /** The job has read no record or heartbeat that sets the watermark of the partition. */
    NO_HEARTBEAT,
    /** No completed checkpoint contains the partition. */
    NOT_READ,
    /** Everything is read, and only a record or a heartbeat advances the watermark. */
    IDLE,
    /** The job has not read everything. */
    LAGS,
    /** Everything is read, and the watermark of the live partition follows the clock. */
    FOLLOWS_THE_CLOCK
  }

  /**
   * Returns what holds the watermark; empty if there are no partitions.
   *
   * @param facts by {@link Partition#name}, of each partition in {@link #lowest}
   * @param now epoch ms, by this machine's clock
   */
  static Optional<WatermarkHold> of(
      List<Partition> partitions, Map<String, PartitionFacts> facts, long now) {
    List<WatermarkHold> holds =
        lowest(partitions).stream()
            .map(p -> of(p, Objects.requireNonNull(facts.get(p.name())), now))
            .sorted(Comparator.comparing(WatermarkHold::reason))
            .toList();
    return holds.stream()
        .findFirst()
        .map(
            hold ->
                new WatermarkHold(
                    hold.partition,
                    hold.reason,
                    (int) holds.stream().filter(hold::isLike).count() - 1,
                    hold.explanation));
  }

  /**
   * Returns all partitions without a watermark or, if each has one, those with the lowest
   * watermark.
   */
  static List<Partition> lowest(List<Partition> partitions) {
    long lowest = partitions.stream().mapToLong(WatermarkHold::order).min().orElse(NONE);
    return partitions.stream().filter(p -> order(p) == lowest).toList();
  }

  private static long order(Partition p) {
    return p.hasWatermark() ? p.watermark() : NONE;
  }

  private boolean isLike(WatermarkHold other) {
    return reason == other.reason && partition.topic().equals(other.partition.topic());
  }

  private static WatermarkHold of(Partition p, PartitionFacts facts, long now) {
    Reason reason = reason(p, facts, now);
    return new WatermarkHold(p, reason, 0, explanation(p, facts, reason, now));
  }

  private static Reason reason(Partition p, PartitionFacts facts, long now) {
    if (p.position().isEmpty()) {
      return Reason.NOT_READ;
    }
    if (p.lag() > 0) {
      return reasonOfLag(p, facts, now);
    }
    if (facts.live()) {
      return Reason.FOLLOWS_THE_CLOCK;
    }
    return p.hasWatermark() ? Reason.IDLE : Reason.NO_HEARTBEAT;
  }

  private static Reason reasonOfLag(Partition p, PartitionFacts facts, long now) {
    if (facts.live()
        && facts.latestOffset() >= p.read()
        && facts.latestTime() - now > MAX_AHEAD.toMillis()) {
      return Reason.BROKER_TIME_IN_THE_FUTURE;
    }
    return facts.committedEnd() <= p.read() ? Reason.OPEN_TRANSACTION : Reason.LAGS;
  }

  private static String explanation(Partition p, PartitionFacts facts, Reason reason, long now) {
    return switch (reason) {
      case BROKER_TIME_IN_THE_FUTURE ->
          "a record after offset %d has broker time %s, but the clock here shows %s; correct the clock that is wrong"
              .formatted(
                  p.read(), Instant.ofEpochMilli(facts.latestTime()), Instant.ofEpochMilli(now));
      case OPEN_TRANSACTION ->
          ("a transaction is open at offset %d; end it in its producer, or wait until Kafka aborts it."
                  + " If it stays open, %s")
              .formatted(facts.committedEnd(), ifItStaysOpen(p, facts));
      case NO_HEARTBEAT -> noHeartbeat(p);
      case NOT_READ ->
          "not read yet; wait for the next checkpoint, and check the log if this does not change";
      case IDLE -> "everything is read; " + next(p);
      case LAGS -> "%,d records are not read yet".formatted(p.lag());
      case FOLLOWS_THE_CLOCK ->
          "everything is read, and the watermark advances with each checkpoint";
    };
  }

  /** Then the brokers have lost it, and no timeout applies. A job aborts its own ones. */
  private static String ifItStaysOpen(Partition p, PartitionFacts facts) {
    return TallyTopics.writer(p.topic())
            .map(
                "restart the job that writes it (./tally run %s); if that does not help, "
                    ::formatted)
            .orElse("")
        + "abort it: kafka-transactions.sh --bootstrap-server … abort --topic %s --partition %d --start-offset %d"
            .formatted(p.topic(), p.number(), facts.committedEnd());
  }

  /**
   * A topic that a job writes needs a heartbeat; in a replay topic, a record sets the watermark
   * too.
   */
  private static String noHeartbeat(Partition p) {
    Optional<String> writer = TallyTopics.writer(p.topic());
    if (writer.isPresent() || p.read() > 0) {
      return "no heartbeat yet; start the job that writes it"
          + writer.map(": ./tally run %s"::formatted).orElse("");
    }
    return "no record and no heartbeat yet; send one with " + heartbeat(p);
  }

  private static String next(Partition p) {
    return TallyTopics.writer(p.topic())
        .map("check that the job that writes it is running: ./tally run %s"::formatted)
        .orElse("send more records, or a later heartbeat with " + heartbeat(p));
  }

  private static String heartbeat(Partition p) {
    return "./tally send --topic=%s --until=TIME".formatted(p.topic());
  }

  /** Returns one line for the user, e.g. {@code held by orders-0: 12 records are not read yet}. */
  public String line() {
    return "held by %s%s: %s"
        .formatted(
            partition.name(), others == 0 ? "" : " (and %d more)".formatted(others), explanation);
  }
}
