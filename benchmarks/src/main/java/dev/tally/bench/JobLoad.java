package dev.tally.bench;

import dev.tally.runners.Checkpoint;
import dev.tally.runners.FlinkRest;
import dev.tally.runners.FlinkRest.Traffic;
import dev.tally.runners.RunnerSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Collects what Flink reports about a run of Tally's aggregation job, while it runs. */
final class JobLoad {
  private static final double MIB = 1 << 20;

  private final CountingSettings settings;
  private final Map<Long, Checkpoint> checkpoints = new TreeMap<>();
  private List<Traffic> traffic = List.of();

  JobLoad(CountingSettings settings) {
    this.settings = settings;
  }

  /**
   * The resources that a run has used.
   *
   * @param heapMiB the most MiB on the heap after a garbage collection
   * @param rssMiB the highest resident memory of the process
   * @param checkpointMiB the size of the largest checkpoint
   * @param checkpointMillis the duration of the longest checkpoint
   * @param traffic what each chain of steps has sent to others; empty if it is not known
   */
  record Use(
      double heapMiB,
      double rssMiB,
      double checkpointMiB,
      long checkpointMillis,
      List<Traffic> traffic) {}

  /**
   * Requests the current values from Flink. It remembers only ten checkpoints, so this must be
   * called at least every 100 s.
   */
  void poll() {
    if (settings.job() != CountingJob.TALLY) {
      return;
    }
    try {
      Optional<String> url =
          RunnerSettings.embeddedRestUrl(settings.directory().resolve("aggregation"));
      if (url.isPresent()) {
        FlinkRest flink = FlinkRest.at(url.get());
        Optional<FlinkRest.Job> job = flink.latestJob();
        if (job.isPresent()) {
          flink.endedCheckpoints(job.get()).forEach(ended -> checkpoints.put(ended.id(), ended));
          traffic = flink.traffic(job.get());
        }
      }
    } catch (IOException notYet) {
      // Flink is being started; the run itself notices if the job has failed.
    }
  }

  Use use(ProgressSamples samples) {
    List<Checkpoint> completed =
        checkpoints.values().stream().filter(Checkpoint::completed).toList();
    return new Use(
        samples.peakHeapBytes() / MIB,
        samples.peakRssBytes() / MIB,
        completed.stream().mapToLong(Checkpoint::written).max().orElse(0) / MIB,
        completed.stream()
            .mapToLong(checkpoint -> checkpoint.acknowledged() - checkpoint.triggered())
            .max()
            .orElse(0),
        traffic);
  }
}
