package dev.tally.bench;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.FreePort;
import dev.tally.runners.Checkpoint;
import dev.tally.runners.FlinkRest;
import dev.tally.runners.FlinkRest.Job;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Writes at a steady rate with Tally's sink and reads the records at the same time. */
final class LatencyRun {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long POLL_EVERY_NANOS = 1_000_000_000L;
  private static final Duration MAX_WAIT = Duration.ofSeconds(90);

  private final LocalStack stack;
  private final Duration interval;
  private final Consumer<String> console;
  private final Map<Long, Checkpoint> checkpoints = new TreeMap<>();

  /**
   * Creates a run.
   *
   * @param interval from one checkpoint to the next
   * @param console receives lines for the user
   */
  LatencyRun(LocalStack stack, Duration interval, Consumer<String> console) {
    this.stack = stack;
    this.interval = interval;
    this.console = console;
  }

  /** Writes records at this rate for this time. */
  @SuppressWarnings("try") // The job runs until it is closed.
  AddedLatency run(long perSecond, Duration length) throws Exception {
    stack.up(Server.KAFKA);
    Load load = new Load("bench-latency", perSecond * length.toSeconds(), perSecond, 0);
    KafkaCluster kafka = KafkaCluster.at(stack.kafkaBootstrap());
    Path directory = stack.dataDir().resolve("jobs").resolve(load.run());
    JobSettings settings = new JobSettings(directory, interval, FreePort.find());
    try (OutputTopic topic = OutputTopic.create(kafka, load.run());
        BenchJob job = Sink.OURS.start(settings, kafka, topic.name(), load)) {
      FlinkRest flink = FlinkRest.at(settings.restUrl());
      long[] visible = readAlong(topic, load, length.plus(MAX_WAIT), flink);
      AddedLatency added =
          AddedLatency.of(
              load, RunLog.of(load.run()).marks(), List.copyOf(checkpoints.values()), visible);
      console.accept(
          "%,d records at %,d/s, %d checkpoints, one every %,d ms"
              .formatted(visible.length, perSecond, added.checkpoints(), interval.toMillis()));
      return added;
    }
  }

  /**
   * Reads until every record has arrived.
   *
   * @return the arrival time of each record in epoch milliseconds, by the index of the record
   */
  private long[] readAlong(OutputTopic topic, Load load, Duration atMost, FlinkRest flink)
      throws IOException, InterruptedException {
    long[] visible = new long[Math.toIntExact(load.records())];
    int left = visible.length;
    long deadline = System.nanoTime() + atMost.toNanos();
    long asked = System.nanoTime();
    try (var reader = topic.reader()) {
      while (left > 0) {
        ConsumerRecords<byte[], byte[]> records = reader.poll(POLL);
        long now = System.currentTimeMillis();
        for (ConsumerRecord<byte[], byte[]> record : records) {
          left -= note(record, now, visible) ? 1 : 0;
        }
        if (System.nanoTime() - deadline > 0) {
          throw new IOException("%,d records have not arrived in time.".formatted(left));
        }
        // Flink remembers only ten checkpoints. It is queried while no records arrive, so that no
        // record waits for the response.
        if (records.isEmpty() && System.nanoTime() - asked > POLL_EVERY_NANOS) {
          request(flink);
          asked = System.nanoTime();
        }
      }
    }
    awaitCheckpointAfter(System.currentTimeMillis(), flink, deadline);
    return visible;
  }

  /**
   * Waits for a checkpoint after the last record. Flink reports a checkpoint some seconds after it
   * has completed. When it reports this one, it has reported all earlier ones.
   */
  private void awaitCheckpointAfter(long time, FlinkRest flink, long deadline)
      throws IOException, InterruptedException {
    request(flink);
    while (checkpoints.values().stream().noneMatch(c -> c.triggered() > time)) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("Flink reports no checkpoint after the last record.");
      }
      Thread.sleep(POLL.toMillis());
      request(flink);
    }
  }

  private static boolean note(ConsumerRecord<byte[], byte[]> record, long now, long[] visible) {
    if (record.value() == null) {
      return false;
    }
    int index = (int) Records.index(record.value());
    if (visible[index] != 0) {
      throw new IllegalStateException("Record %d has arrived twice.".formatted(index));
    }
    visible[index] = now;
    return true;
  }

  private void request(FlinkRest flink) throws IOException {
    Job job = flink.latestJob().orElseThrow(() -> new IOException("Flink reports no job."));
    flink.endedCheckpoints(job).forEach(checkpoint -> checkpoints.put(checkpoint.id(), checkpoint));
  }
}
