package dev.tally.demo;

import dev.tally.operate.Checkpoints;
import dev.tally.operate.GroupProgress;
import dev.tally.operate.GroupProgress.Partition;
import dev.tally.runners.FlinkRest;
import dev.tally.runners.RunnerSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A job of a demo, in a process that may be killed and resumed from what it left on disk. */
final class DemoJob implements AutoCloseable {
  private final Stage stage;
  private final String name;
  private final List<String> options;
  private final GroupProgress progress;
  private @Nullable JobProcess process;
  private long droppedBefore;
  private long peakMiB;
  private int starts;

  /**
   * A job.
   *
   * @param name as {@code ./tally run} knows it
   */
  DemoJob(Stage stage, String name, String... options) {
    this.stage = stage;
    this.name = name;
    this.options = List.of(options);
    progress = GroupProgress.of(stage.kafka(), "tally-" + name);
  }

  /** Starts it from nothing. */
  void start() throws IOException {
    start(List.of());
  }

  /** Starts it from the last checkpoint that is whole on disk. */
  void resume() throws IOException {
    start(List.of("--from=" + Checkpoints.lastIn(stage.dir().resolve(name))));
  }

  private void start(List<String> from) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("run", name, "--input=REPLAY", "--sinkGroup=demo-" + name));
    arguments.addAll(options);
    arguments.addAll(from);
    starts++;
    process = stage.start(arguments, starts == 1 ? name + ".out" : name + "-" + starts + ".out");
  }

  /** Ends its process at once, as a crash does. */
  void kill() throws IOException {
    droppedBefore += dropped(flink());
    peakMiB = Math.max(peakMiB, process().peakMiB());
    process().kill();
    process = null;
  }

  /** Passes if the process runs, or was killed. */
  void checkAlive() throws IOException {
    if (process != null) {
      process.checkAlive();
    }
  }

  /** Checkpoints completed since it was started or resumed; 0 while it does not tell. */
  long completed() throws IOException {
    FlinkRest flink = flink();
    var running = flink.latestJob();
    return running.isPresent() ? flink.checkpoints(running.get()).completed() : 0;
  }

  /** Events that the runner dropped as late, in all its processes. */
  long dropped() throws IOException {
    return droppedBefore + dropped(flink());
  }

  /** What a counter stands at since it was started or resumed; empty while it does not tell. */
  boolean counts(String counter) throws IOException {
    FlinkRest flink = flink();
    return flink.counters(flink.latestJob().orElseThrow()).containsKey(counter);
  }

  private static long dropped(FlinkRest flink) throws IOException {
    return flink.counters(flink.latestJob().orElseThrow()).getOrDefault("droppedDueToLateness", 0L);
  }

  /** Of a topic, all partitions that it has read from; empty while not all are. */
  List<Partition> read(String topic) throws IOException {
    List<Partition> read =
        progress.partitions().stream().filter(p -> p.topic().equals(topic)).toList();
    return read.size() < Stage.PARTITIONS ? List.of() : read;
  }

  /** Whether a checkpoint holds all that stands in a topic. */
  boolean hasReadAll(String topic) throws IOException {
    List<Partition> read = read(topic);
    return !read.isEmpty() && read.stream().allMatch(p -> p.lag() == 0);
  }

  /** Whether the watermark of a topic is at this time or beyond it, epoch ms. */
  boolean hasReached(String topic, long time) throws IOException {
    List<Partition> read = read(topic);
    return !read.isEmpty() && read.stream().allMatch(p -> p.watermark() >= time);
  }

  /** How much it has read, as of its last checkpoint. */
  long readIn(String topic) throws IOException {
    return read(topic).stream().mapToLong(Partition::read).sum();
  }

  long peakMiB() throws IOException {
    return process == null ? peakMiB : Math.max(peakMiB, process.peakMiB());
  }

  private JobProcess process() {
    return Objects.requireNonNull(process, "the job does not run");
  }

  private FlinkRest flink() throws IOException {
    return FlinkRest.at(
        RunnerSettings.embeddedRestUrl(stage.dir().resolve(name))
            .orElseThrow(() -> new IOException("%s has started no Flink yet".formatted(name))));
  }

  @Override
  public void close() {
    progress.close();
  }
}
