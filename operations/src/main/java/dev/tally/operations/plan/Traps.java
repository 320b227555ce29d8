package dev.tally.operations.plan;

import dev.tally.operations.plan.Trap.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Finds the traps of a workload, contradictions of its inputs first. */
final class Traps {
  /** Above this, a checkpoint that writes the whole state is a continuous load. An assumption. */
  private static final double MAX_FULL_BYTES_PER_SECOND = 100e6;

  private final Workload load;
  private final List<Trap> found = new ArrayList<>();

  private Traps(Workload load) {
    this.load = load;
  }

  static List<Trap> of(Workload load) {
    Traps traps = new Traps(load);
    traps.findTtl();
    traps.findRetention();
    traps.findSize();
    traps.addLasting();
    return List.copyOf(traps.found);
  }

  private void findTtl() {
    Duration ttl = load.retention().keyTtl();
    Duration horizon = load.retention().kafka().plus(load.windows().maxEventAge());
    if (!ttl.isZero() && ttl.compareTo(horizon) < 0) {
      problem(
          "ttl_below_replay_horizon",
          "--keyTtl is shorter than the replay horizon of %s (--kafkaRetention and --maxEventAge): a replay or a late correction of a key that Pinot has forgotten becomes a second row, and sums count it twice. Use at least the horizon."
              .formatted(Unit.SECONDS.text(Seconds.of(horizon))));
    }
    if (!ttl.isZero()) {
      problem(
          "ttl_of_a_revision",
          "Pinot compares the TTL with the largest comparison value. The comparison column of Tally's tables is the revision, which is not a time: do not set metadataTTL on them; limit the keys with --pinotRetention.");
    }
  }

  private void findRetention() {
    if (load.retention().pinot().compareTo(load.windows().maxEventAge()) < 0) {
      problem(
          "retention_below_event_age",
          "--pinotRetention is shorter than --maxEventAge: Pinot deletes rows that late events can still change, and such a row then appears again with its whole count. Use a longer retention.");
    }
    if (load.retention().kafka().compareTo(Duration.ofHours(1)) < 0) {
      problem(
          "kafka_retention_too_short",
          "--kafkaRetention is shorter than an hour: the jobs refuse such a raw topic. Use at least the longest outage that you want to survive.");
    }
  }

  private void findSize() {
    AggregationSizing aggregation = new AggregationSizing(load);
    double full =
        aggregation.checkpointBytes() / Math.max(1, load.deployment().checkpointSeconds());
    if (full > MAX_FULL_BYTES_PER_SECOND) {
      problem(
          "full_checkpoints",
          "A full checkpoint writes the whole state in each interval (%s). Use RocksDB with state.backend.incremental: true, a longer interval, or a shorter --maxEventAge."
              .formatted(Unit.BYTES_PER_SECOND.text(full)));
    }
    if (aggregation.slots().inputs() > 1) {
      problem(
          "more_than_32_subtasks",
          "A job has at most 32 subtasks: divide the raw events of each region into %.0f topics with an aggregation job each, as regions of one Kafka."
              .formatted(aggregation.slots().inputs()));
    }
  }

  private void addLasting() {
    remember(
        "partitions_never_change",
        "The number of partitions of a topic that Pinot reads, or that Tally writes, can never change: keys would move to other partitions, and Pinot would keep their earlier rows. Choose it for the largest load that you expect. Raw live topics may grow, but a running job keeps its number of splits.");
    remember(
        "far_future_value",
        "If a table has a TTL, one comparison value far in the future makes Pinot forget every key, because the TTL counts from the largest value. Tally rejects events that are more than maxClockSkew in the future, but another writer of the topic may not.");
    remember(
        "other_partitioners",
        "Clients that are not Java (librdkafka, Go, Python) hash keys differently by default (CRC32 instead of Murmur2). If one of them writes to a topic that Pinot reads, a key is in two partitions and has two rows. Set partitioner=murmur2_random in librdkafka, or let only Tally write these topics. For raw topics it does not matter.");
    remember(
        "keys_are_heap",
        "Pinot keeps every primary key in the heap until the retention of its table deletes it, however many revisions it has. If the heap is full, the server stops.");
  }

  private void problem(String id, String text) {
    found.add(new Trap(id, Kind.PROBLEM, text));
  }

  private void remember(String id, String text) {
    found.add(new Trap(id, Kind.REMEMBER, text));
  }
}
