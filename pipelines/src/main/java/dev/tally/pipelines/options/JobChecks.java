package dev.tally.pipelines.options;

import dev.tally.io.kafka.Delivery;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.OnOlderSavepoint;
import dev.tally.io.kafka.TopicIO;
import dev.tally.io.kafka.Topics;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.io.kafka.WriteChecks.Restored;
import dev.tally.runners.RunnerSettings;
import dev.tally.runners.manifest.Manifest;
import dev.tally.transforms.codec.RecordLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is checked of every job's options: against themselves, the runner and the topics. */
public final class JobChecks {
  private final JobOptions options;
  private final Problems problems;

  /** What the topics that are read accept as one record. */
  private int readBytes;

  private final RestoreChecks restore;

  public JobChecks(JobOptions options, Problems problems) {
    this.options = options;
    this.problems = problems;
    this.restore = new RestoreChecks(options, problems);
  }

  /** The Kafka that the options name; null and a problem if they name none. */
  public @Nullable KafkaCluster cluster() {
    String servers = options.getBootstrapServers();
    problems.require(
        servers != null && !servers.isBlank(),
        "--bootstrapServers is missing: name Kafka's brokers, or start one here with ./tally up.");
    if (servers == null || servers.isBlank()) {
      return null;
    }
    String file = options.getKafkaConfig();
    KafkaCluster cluster = KafkaCluster.at(servers);
    return file == null ? cluster : problems.attempt(() -> withSettings(cluster, file));
  }

  /**
   * The regions that the job reads: that of {@link #cluster} first, then the others that the
   * options name. They are reached with the same client settings.
   */
  public List<Region> regions(KafkaCluster first, RegionsOptions options) {
    return new RegionChecks(problems).regions(first, options);
  }

  /** What is to be told of regions that do not answer. */
  public static List<String> warnings(List<Region> regions) {
    return regions.stream()
        .filter(region -> !region.answers())
        .map(
            region ->
                ("Region %s does not answer: its records are read as soon as it does, by as many"
                        + " readers as the topics of the first region have partitions.")
                    .formatted(region.kafka()))
        .toList();
  }

  /** How long before its broker time an event may have happened. */
  public Duration maxEventAge() {
    Duration maxEventAge = problems.duration("maxEventAge", options.getMaxEventAge());
    if (problems.none()) {
      problems.require(
          maxEventAge.getMillis() >= Duration.standardMinutes(1).getMillis(),
          "--maxEventAge must be at least 1m; 6h is usual.");
      problems.require(
          maxEventAge.getMillis() <= Duration.standardDays(365).getMillis(),
          "--maxEventAge must be at most 365d: that long every event id is remembered.");
    }
    return maxEventAge;
  }

  /** How far the watermark stays behind broker time. */
  public Duration expectedDelay(Duration maxEventAge) {
    Duration expectedDelay = problems.duration("expectedDelay", options.getExpectedDelay());
    if (problems.none()) {
      problems.require(
          expectedDelay.isShorterThan(maxEventAge),
          "--expectedDelay must be shorter than --maxEventAge; 10s is usual.");
    }
    return expectedDelay;
  }

  /** The generation of the records written. */
  public int generation() {
    int generation = options.getGeneration();
    problems.require(generation >= 0 && generation < 64, "--generation must be 0 to 63.");
    return generation;
  }

  /** How the watermark of raw topics moves. */
  public WatermarkPolicy watermarks(Duration expectedDelay) {
    return options.getInput() == JobOptions.Input.LIVE
        ? WatermarkPolicy.live(expectedDelay)
        : WatermarkPolicy.replay(expectedDelay);
  }

  /** Whether runner and sink can keep what they promise. */
  public void checkSink() {
    if (options.getKafkaSink().exactlyOnce()) {
      problems.addAll(RunnerSettings.problems(options));
    }
    problems.require(
        options.getKafkaSink() == Delivery.EXACTLY_ONCE
            || options.getOnOlderSavepoint() == OnOlderSavepoint.REFUSE,
        "--onOlderSavepoint=%s needs --kafkaSink=EXACTLY_ONCE: no other sink can tell."
            .formatted(options.getOnOlderSavepoint()));
    problems.require(
        RunnerSettings.savepoint(options) == null || options.getSinkGroup() != null,
        "--from needs --sinkGroup: give the sink group that the stopped job printed when"
            + " it started, or its records would be written again.");
  }

  /** Whether a topic can be read in every region that answers. */
  public void checkRead(List<Region> regions, String topic, WatermarkPolicy watermarks) {
    regions.stream()
        .filter(Region::answers)
        .forEach(region -> checkRead(Topics.of(region.kafka()), topic, watermarks));
  }

  /**
   * Whether a topic can be read, by so many subtasks.
   *
   * @return false if Kafka cannot be asked anything
   */
  public boolean checkRead(Topics topics, String topic, WatermarkPolicy watermarks) {
    List<String> wrong = topics.unreadable(topic, watermarks);
    problems.addAll(wrong);
    if (wrong.isEmpty()) {
      readBytes = Math.max(readBytes, topics.maxRecordBytes(topic));
      restore.add(topics, topic, watermarks);
      int partitions = topics.partitions(topic);
      int parallelism = RunnerSettings.parallelism(options);
      problems.require(
          parallelism <= partitions,
          ("--parallelism=%d is more than the %d partitions of %s: a subtask with nothing to read"
                  + " would hold the watermark. Lower it, or add partitions.")
              .formatted(parallelism, partitions, topic));
      problems.require(
          parallelism <= TopicIO.MAX_READERS,
          "--parallelism=%d is more than the %d readers that a topic can have: lower it."
              .formatted(parallelism, TopicIO.MAX_READERS));
    }
    return wrong.stream().noneMatch(problem -> problem.startsWith("No "));
  }

  /**
   * Whether the job's results can be written to a topic. All topics that are read were checked
   * before: the limit of dead letters follows from theirs.
   *
   * @param topic that of the results; a sink group that has written to it needs a savepoint
   * @param recordBytes the largest record of a result
   */
  public void checkWrite(Topics topics, String topic, int recordBytes) {
    checkOutput(topics, topic, recordBytes);
    int letterBytes = RecordLimits.deadLetter(Math.min(readBytes, RecordLimits.RAW_TOPIC_BYTES));
    checkOutput(topics, options.getDeadLettersTopic(), letterBytes);
    checkSinkGroup(topics, topic);
    if (options.getKafkaSink() == Delivery.EXACTLY_ONCE) {
      problems.addAll(topics.writes().brokerProblems(Math.max(recordBytes, letterBytes)));
    }
  }

  /**
   * Whether the job can start from the savepoint or checkpoint that the options name: under its
   * settings, and with the topics that were checked before, as far as they answer.
   *
   * @return what a user should know of it; empty if nothing
   */
  public List<String> checkRestore(Manifest manifest) {
    return restore.check(manifest);
  }

  /**
   * Whether a topic can be written: its settings, and whether it is the one that the sink group has
   * written to before.
   *
   * @param recordBytes the largest record that is written
   */
  public void checkOutput(Topics topics, String topic, int recordBytes) {
    List<String> wrong = topics.unwritable(topic, recordBytes);
    problems.addAll(wrong);
    String group = options.getSinkGroup();
    if (wrong.isEmpty() && group != null && options.getKafkaSink() == Delivery.EXACTLY_ONCE) {
      problems.addAll(writerProblems(topics, topic, group));
    }
  }

  private List<String> writerProblems(Topics topics, String topic, String group) {
    try {
      return topics
          .writes()
          .problemsOfWriter(
              topic,
              writer(group, topic),
              options.getOnOlderSavepoint(),
              RunnerSettings.savepoint(options) == null
                  ? Restored.FROM_NOTHING
                  : Restored.FROM_SAVEPOINT);
    } catch (IllegalArgumentException | IllegalStateException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  /** Which raw topics accept records that a dead letter cannot hold; a user should know. */
  public static List<String> omittedPayloads(
      KafkaCluster cluster, String deadLettersTopic, List<String> rawTopics) {
    Topics topics = Topics.of(cluster);
    int letterBytes = topics.maxRecordBytes(deadLettersTopic);
    return rawTopics.stream()
        .filter(raw -> RecordLimits.deadLetter(topics.maxRecordBytes(raw)) > letterBytes)
        .map(
            raw ->
                ("%s accepts records of up to %d bytes, and %s of up to %d: the dead letter of a"
                        + " larger record has its location, length and SHA-256 instead of its payload.")
                    .formatted(raw, topics.maxRecordBytes(raw), deadLettersTopic, letterBytes))
        .toList();
  }

  /** The sink group given, or a new one. */
  public String sinkGroup() {
    String given = options.getSinkGroup();
    return given != null ? given : options.getConsumerGroup() + "-" + UUID.randomUUID();
  }

  /** What a user should know before the job writes to a topic; empty if nothing. */
  public static List<String> warnings(JobOptions options, KafkaCluster cluster, String topic) {
    boolean writesAgain =
        options.getSinkGroup() == null
            && options.getOnOlderSavepoint() == OnOlderSavepoint.REFUSE
            && !Topics.of(cluster).isEmpty(topic);
    return writesAgain
        ? List.of(
            ("%s is not empty, and this sink group is new: what stands there already is written"
                    + " again, in the same revisions. Give --onOlderSavepoint=RECONCILE to write only"
                    + " what is new, or --sinkGroup and --from to go on where a job stopped.")
                .formatted(topic))
        : List.of();
  }

  /** The name of the writer of a topic. */
  public static String writer(String sinkGroup, String topic) {
    return sinkGroup + "-" + topic;
  }

  private static KafkaCluster withSettings(KafkaCluster cluster, String file) {
    try {
      return cluster.withSettings(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("--kafkaConfig=%s: no such file".formatted(file), e);
    } catch (IOException e) {
      throw new UncheckedIOException("--kafkaConfig=%s cannot be read".formatted(file), e);
    }
  }

  private void checkSinkGroup(Topics topics, String topic) {
    String group = options.getSinkGroup();
    if (group == null
        || !options.getKafkaSink().exactlyOnce()
        || options.getOnOlderSavepoint() != OnOlderSavepoint.REFUSE
        || RunnerSettings.savepoint(options) != null) {
      return;
    }
    boolean used =
        Boolean.TRUE.equals(
            problems.attempt(() -> topics.writes().hasCommitted(writer(group, topic))));
    problems.require(
        !used,
        ("--sinkGroup=%s has written before, and this start is from nothing: leave it out, or restore"
                + " the job that used it with --from, or give --onOlderSavepoint=RECONCILE: what"
                + " stands is then not written again.")
            .formatted(group));
  }
}
