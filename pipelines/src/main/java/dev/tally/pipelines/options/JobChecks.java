package dev.tally.pipelines.options;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.OnOlderSavepoint;
import dev.tally.io.kafka.TopicIO;
import dev.tally.io.kafka.TopicInspector;
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

/**
 * Checks the options that all jobs share, for consistency and against the runner and the topics.
 */
public final class JobChecks {
  private final JobOptions options;
  private final Problems problems;

  /** Size in bytes of the largest record that any input topic checked so far accepts. */
  private int readBytes;

  private final SavepointChecks restore;

  public JobChecks(JobOptions options, Problems problems) {
    this.options = options;
    this.problems = problems;
    this.restore = new SavepointChecks(options, problems);
  }

  /**
   * Returns the Kafka cluster that the options name. If they name none or its settings are invalid,
   * adds a problem and returns null.
   */
  public @Nullable KafkaCluster cluster() {
    String servers = options.getBootstrapServers();
    problems.require(
        servers != null && !servers.isBlank(),
        "--bootstrapServers is missing: set it to Kafka's brokers, or start a local Kafka with ./tally up.");
    if (servers == null || servers.isBlank()) {
      return null;
    }
    String file = options.getKafkaConfig();
    KafkaCluster cluster = KafkaCluster.at(servers);
    return file == null ? cluster : problems.attempt(() -> withSettings(cluster, file));
  }

  /**
   * Returns the regions that the job reads: that of {@link #cluster} first, then the others that
   * the options name. All use the same client settings.
   */
  public List<Region> regions(KafkaCluster first, RegionsOptions options) {
    return new RegionChecks(problems).regions(first, options);
  }

  /** Returns a warning for each region that does not respond. */
  public static List<String> warnings(List<Region> regions) {
    return regions.stream()
        .filter(region -> !region.responded())
        .map(
            region ->
                ("Region %s does not respond: its records are read as soon as it does, by as many"
                        + " readers as the topics of the job's own region have partitions.")
                    .formatted(region.kafka()))
        .toList();
  }

  /**
   * Returns how much older than its broker time an event may be. If the option is not a duration,
   * adds a problem and returns zero.
   */
  public Duration maxEventAge() {
    Duration maxEventAge = problems.duration("maxEventAge", options.getMaxEventAge());
    return maxEventAge;
  }

  /** Checks and returns how far the watermark lags behind broker time. */
  public Duration expectedDelay(Duration maxEventAge) {
    Duration expectedDelay = problems.duration("expectedDelay", options.getExpectedDelay());
    if (problems.none()) {
      problems.require(
          expectedDelay.isShorterThan(maxEventAge),
          "--expectedDelay must be shorter than --maxEventAge; the default is 10s.");
    }
    return expectedDelay;
  }

  /** Returns the generation of the records written. */
  public int generation() {
    return options.getGeneration();
  }

  /** Returns the watermark policy of the raw topics. */
  public WatermarkPolicy watermarks(Duration expectedDelay) {
    return options.getInput() == JobOptions.Input.LIVE
        ? WatermarkPolicy.live(expectedDelay)
        : WatermarkPolicy.replay(expectedDelay);
  }

  /** Checks that the runner can deliver as the sink promises, and that its options agree. */
  public void checkSink() {
    if (options.getKafkaSink().exactlyOnce()) {
      problems.addAll(RunnerSettings.problems(options));
    }
    problems.require(
        options.getKafkaSink().keepsMarkers()
            || options.getOnOlderSavepoint() == OnOlderSavepoint.REFUSE,
        "--onOlderSavepoint=%s needs --kafkaSink=EXACTLY_ONCE or TWO_PHASE: no other sink detects an older savepoint."
            .formatted(options.getOnOlderSavepoint()));
    problems.require(
        RunnerSettings.savepoint(options) == null || options.getSinkGroup() != null,
        "--from needs --sinkGroup: set the sink group that the stopped job printed when it started;"
            + " otherwise its records would be written again.");
  }

  /** Checks that a topic can be read in every region that responds. */
  public void checkRead(List<Region> regions, String topic, WatermarkPolicy watermarks) {
    regions.stream()
        .filter(Region::responded)
        .forEach(region -> checkRead(TopicInspector.of(region.kafka()), topic, watermarks));
  }

  /**
   * Checks that a topic can be read with the configured parallelism.
   *
   * @return false if no broker responds
   */
  public boolean checkRead(TopicInspector topics, String topic, WatermarkPolicy watermarks) {
    List<TopicProblem> wrong = TopicProblem.unreadable(topics, topic, watermarks);
    problems.addAll(wrong.stream().map(TopicProblem::text).toList());
    if (wrong.isEmpty()) {
      readBytes = Math.max(readBytes, topics.maxRecordBytes(topic));
      restore.add(topics, topic, watermarks);
      int partitions = topics.partitions(topic);
      int parallelism = RunnerSettings.parallelism(options);
      problems.require(
          parallelism <= partitions,
          ("--parallelism=%d is more than the %d partitions of topic %s: a subtask without a partition"
                  + " can hold the watermark or make a checkpoint fail. Lower it, or add partitions.")
              .formatted(parallelism, partitions, topic));
      problems.require(
          parallelism <= TopicIO.MAX_READERS,
          "--parallelism=%d is more than the maximum of %d readers per topic: lower it."
              .formatted(parallelism, TopicIO.MAX_READERS));
    }
    return wrong.stream()
        .noneMatch(problem -> problem.kind() == TopicProblem.Kind.NO_BROKER_RESPONDS);
  }

  /**
   * Checks that the job's results can be written to a topic. Call this after all calls of {@link
   * #checkRead}, because the size limit of dead letters depends on the limits of the input topics.
   *
   * @param topic the topic of the results; a sink group that has already written to it needs a
   *     savepoint
   * @param recordBytes size of the largest result record
   */
  public void checkWrite(TopicInspector topics, String topic, int recordBytes) {
    checkOutput(topics, topic, recordBytes);
    int letterBytes = RecordLimits.deadLetter(Math.min(readBytes, RecordLimits.RAW_TOPIC_BYTES));
    checkOutput(topics, options.getDeadLettersTopic(), letterBytes);
    checkSinkGroup(topics, topic);
    if (options.getKafkaSink().keepsMarkers()) {
      problems.addAll(
          topics
              .writes()
              .brokerProblems(Math.max(recordBytes, letterBytes), options.getKafkaSink()));
      problems.addAll(
          topics
              .writes()
              .transactionProblems(
                  options.getKafkaSink(),
                  Duration.millis(RunnerSettings.checkpointInterval(options).toMillis()),
                  Duration.millis(RunnerSettings.checkpointTimeout(options).toMillis())));
    }
  }

  /**
   * Checks that the job can start from the savepoint or checkpoint that the options name, with its
   * settings and with the input topics that have been checked. Topics of a Kafka cluster that does
   * not respond are not checked.
   *
   * @return the warnings about the savepoint
   */
  public List<String> checkRestore(Manifest manifest) {
    return restore.check(manifest);
  }

  /**
   * Checks that a topic can be written: its settings, and that it is still the topic to which the
   * sink group has written before.
   *
   * @param recordBytes size of the largest record written
   */
  public void checkOutput(TopicInspector topics, String topic, int recordBytes) {
    List<String> wrong = topics.unwritable(topic, recordBytes);
    problems.addAll(wrong);
    String group = options.getSinkGroup();
    if (wrong.isEmpty() && group != null && options.getKafkaSink().keepsMarkers()) {
      problems.addAll(writerProblems(topics, topic, group));
    }
  }

  private List<String> writerProblems(TopicInspector topics, String topic, String group) {
    try {
      return topics
          .writes()
          .problemsOfSinkGroup(
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

  /** Returns a warning for each raw topic that accepts records too large for a dead letter. */
  public static List<String> omittedPayloads(
      KafkaCluster cluster, String deadLettersTopic, List<String> rawTopics) {
    TopicInspector topics = TopicInspector.of(cluster);
    int letterBytes = topics.maxRecordBytes(deadLettersTopic);
    return rawTopics.stream()
        .filter(raw -> RecordLimits.deadLetter(topics.maxRecordBytes(raw)) > letterBytes)
        .map(
            raw ->
                ("Topic %s accepts records of up to %d bytes, and topic %s of up to %d: if a rejected"
                        + " record is too large for its dead letter, the dead letter has the record's"
                        + " location, length and SHA-256 instead of its payload.")
                    .formatted(raw, topics.maxRecordBytes(raw), deadLettersTopic, letterBytes))
        .toList();
  }

  /** Returns the sink group that the options name, or a new one. */
  public String sinkGroup() {
    String given = options.getSinkGroup();
    return given != null ? given : options.getConsumerGroup() + "-" + UUID.randomUUID();
  }

  /** Returns a warning if the job would write existing records of a topic again. */
  public static List<String> warnings(JobOptions options, KafkaCluster cluster, String topic) {
    boolean writesAgain =
        options.getSinkGroup() == null
            && options.getOnOlderSavepoint() == OnOlderSavepoint.REFUSE
            && !TopicInspector.of(cluster).isEmpty(topic);
    return writesAgain
        ? List.of(
            ("Topic %s already has records, and this is a new sink group: existing records are written"
                    + " again with the same revisions. Set --onOlderSavepoint=RECONCILE to write only"
                    + " new revisions, or --sinkGroup and --from to resume a stopped job.")
                .formatted(topic))
        : List.of();
  }

  /** Returns the name of a sink group's writer to a topic. */
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

  private void checkSinkGroup(TopicInspector topics, String topic) {
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
        ("--sinkGroup=%s has already written records, and this job starts without a savepoint: omit"
                + " the option, restore the job that used the sink group with --from, or set"
                + " --onOlderSavepoint=RECONCILE, which does not write existing revisions again.")
            .formatted(group));
  }
}
