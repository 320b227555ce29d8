package dev.tally.scenarios.demo;

import dev.tally.operations.Checkpoints;
import dev.tally.operations.GroupProgress;
import dev.tally.operations.GroupProgress.Partition;
import dev.tally.runners.FlinkRest;
import dev.tally.runners.RunnerSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs a job of a demo in its own process, which can be killed and resumed from its last
 * checkpoint.
 */
final class DemoJob implements AutoCloseable {
  private final DemoEnvironment environment;
  private final List<String> command;
  private final String name;
  private final List<String> options;
  private final GroupProgress progress;
  private @Nullable JobProcess process;
  private long droppedBefore;
  private long peakMiB;
  private int starts;

  /**
   * Creates a job that is not started yet.
   *
   * @param name the job's name for {@code ./tally run}
   */
  DemoJob(DemoEnvironment environment, String name, String... options) {
    this(environment, List.of("run", name), name, options);
  }

  /**
   * Creates a job that is started with another command.
   *
   * @param command the first arguments of {@code ./tally}
   */
  DemoJob(DemoEnvironment environment, List<String> command, String name, String... options) {
    this.command = command;
    this.environment = environment;
    this.name = name;
    this.options = List.of(options);
    progress = GroupProgress.of(environment.kafka(), "tally-" + name);
  }

  /** Starts the job without a savepoint. */
  void start() throws IOException {
    start(List.of());
  }

  /** Starts the job from its last complete checkpoint. */
  void resume() throws IOException {
    start(List.of("--from=" + Checkpoints.lastIn(environment.dir().resolve(name))));
  }

  private void start(List<String> from) throws IOException {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(List.of("--input=REPLAY", "--sinkGroup=demo-" + name));
    arguments.addAll(options);
    arguments.addAll(from);
    starts++;
    process =
        environment.start(arguments, starts == 1 ? name + ".out" : name + "-" + starts + ".out");
  }

  /** Kills the job's process, as in a crash. */
  void kill() throws IOException {
    droppedBefore += dropped(flink());
    peakMiB = Math.max(peakMiB, process().peakMiB());
    process().kill();
    process = null;
  }

  /** Throws an exception if the process has ended without being killed. */
  void checkAlive() throws IOException {
    if (process != null) {
      process.checkAlive();
    }
  }

  /**
   * Returns the number of checkpoints completed since the last start or resume; 0 if Flink does not
   * report the job yet.
   */
  long completed() throws IOException {
    FlinkRest flink = flink();
    var running = flink.latestJob();
    return running.isPresent() ? flink.checkpoints(running.get()).completed() : 0;
  }

  /** Returns the number of events that the runner dropped as late, in all processes of the job. */
  long dropped() throws IOException {
    return droppedBefore + dropped(flink());
  }

  /** Returns true if Flink already reports a counter of this name. */
  boolean counts(String counter) throws IOException {
    FlinkRest flink = flink();
    return flink.counters(flink.latestJob().orElseThrow()).containsKey(counter);
  }

  private static long dropped(FlinkRest flink) throws IOException {
    return flink.counters(flink.latestJob().orElseThrow()).getOrDefault("droppedDueToLateness", 0L);
  }

  /**
   * Returns the progress in all partitions of a topic, or an empty list if the job has not read
   * from all of them yet.
   */
  List<Partition> read(String topic) throws IOException {
    List<Partition> read =
        progress.partitions().stream().filter(p -> p.topic().equals(topic)).toList();
    return read.size() < DemoEnvironment.PARTITIONS ? List.of() : read;
  }

  /** Returns true if the last checkpoint covers all records of a topic. */
  boolean hasReadAll(String topic) throws IOException {
    List<Partition> read = read(topic);
    return !read.isEmpty() && read.stream().allMatch(p -> p.lag() == 0);
  }

  /**
   * Returns true if the watermark of every partition of a topic has reached this time, epoch ms.
   */
  boolean hasReached(String topic, long time) throws IOException {
    List<Partition> read = read(topic);
    return !read.isEmpty() && read.stream().allMatch(p -> p.watermark() >= time);
  }

  /** Returns how many records of a topic the job has read, as of its last checkpoint. */
  long readIn(String topic) throws IOException {
    return read(topic).stream().mapToLong(Partition::read).sum();
  }

  long peakMiB() throws IOException {
    return process == null ? peakMiB : Math.max(peakMiB, process.peakMiB());
  }

  private JobProcess process() {
    return Objects.requireNonNull(process, "the job is not running");
  }

  private FlinkRest flink() throws IOException {
    return FlinkRest.at(
        RunnerSettings.embeddedRestUrl(environment.dir().resolve(name))
            .orElseThrow(() -> new IOException("%s has not started a Flink yet".formatted(name))));
  }

  @Override
  public void close() {
    progress.close();
  }
}
