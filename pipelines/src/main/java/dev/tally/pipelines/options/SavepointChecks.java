package dev.tally.pipelines.options;

import dev.tally.io.kafka.SavedTopic;
import dev.tally.io.kafka.TopicInspector;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.runners.RunnerSettings;
import dev.tally.runners.manifest.Manifest;
import dev.tally.runners.manifest.RestoreCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Checks that a job can start from the savepoint or checkpoint that its options name. */
final class SavepointChecks {
  private final JobOptions options;
  private final Problems problems;
  private final List<Read> reads = new ArrayList<>();

  private record Read(TopicInspector topics, String topic, WatermarkPolicy watermarks) {}

  SavepointChecks(JobOptions options, Problems problems) {
    this.options = options;
    this.problems = problems;
  }

  /** Adds a topic that the job reads. The caller adds only topics that it was able to check. */
  void add(TopicInspector topics, String topic, WatermarkPolicy watermarks) {
    reads.add(new Read(topics, topic, watermarks));
  }

  /**
   * Adds a problem for each reason why the job cannot start from the savepoint.
   *
   * @return the warnings about the savepoint
   */
  List<String> check(Manifest manifest) {
    Manifest compared =
        options.getSinkGroup() == null ? manifest.fixed("--sinkGroup", "") : manifest;
    RestoreCheck restore = RestoreCheck.of(options, compared);
    problems.addAll(restore.problems());
    List<SavedTopic> saved =
        restore.splits().stream()
            .flatMap(split -> SavedTopic.of(split.source(), split.mark()).stream())
            .toList();
    if (!saved.isEmpty()) {
      reads.forEach(read -> problems.addAll(discontinuities(read, saved)));
    }
    return restore.notes();
  }

  private List<String> discontinuities(Read read, List<SavedTopic> saved) {
    List<String> found =
        problems.attempt(() -> read.topics.discontinuities(read.topic, read.watermarks, saved));
    return Objects.requireNonNullElse(found, List.<String>of()).stream()
        .map(
            why -> "--from=%s cannot be used: %s".formatted(RunnerSettings.savepoint(options), why))
        .toList();
  }
}
