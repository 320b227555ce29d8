package dev.tally.pipelines.aggregation;

import com.google.auto.value.AutoValue;
import dev.tally.io.kafka.Delivery;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.OnOlderSavepoint;
import dev.tally.io.kafka.Topics;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.pipelines.aggregation.AggregationOptions.Input;
import dev.tally.pipelines.options.Problems;
import dev.tally.runners.RunnerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The aggregation job's options, checked: against themselves, the runner and the topics.
 *
 * <p>Errors: {@link dev.tally.pipelines.options.InvalidOptions} with all problems at once.
 */
@AutoValue
public abstract class AggregationLaunch {
  private static final int RECORD_BYTES = 1 << 20;

  /** An event of at most 1 MiB, whose text is written in ASCII. */
  private static final int CLEAN_EVENT_BYTES = 4 << 20;

  /** The largest raw value, 12 MiB, in base64. */
  private static final int DEAD_LETTER_BYTES = 17 << 20;

  /** The Kafka that the job reads and writes. */
  public abstract KafkaCluster cluster();

  /** Which events count. */
  public abstract AggregationRules rules();

  /** Names the exactly-once writers; a restore must be given it again. */
  public abstract String sinkGroup();

  /** How the raw topic's watermark moves. */
  public abstract WatermarkPolicy watermarks();

  /** Checks the options, asking Kafka for the topics. */
  public static AggregationLaunch check(AggregationOptions options) {
    Problems problems = new Problems();
    AggregationRules rules = rules(options, problems);
    KafkaCluster cluster = cluster(options, problems);
    WatermarkPolicy watermarks =
        options.getInput() == Input.LIVE
            ? WatermarkPolicy.live(rules.expectedDelay())
            : WatermarkPolicy.replay(rules.expectedDelay());
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
    if (cluster != null) {
      checkTopics(options, cluster, watermarks, problems);
    }
    problems.throwIfAny();
    return new AutoValue_AggregationLaunch(
        Objects.requireNonNull(cluster), rules, sinkGroup(options), watermarks);
  }

  private static String sinkGroup(AggregationOptions options) {
    String given = options.getSinkGroup();
    return given != null ? given : options.getConsumerGroup() + "-" + UUID.randomUUID();
  }

  private static AggregationRules rules(AggregationOptions options, Problems problems) {
    Duration maxEventAge = problems.duration("maxEventAge", options.getMaxEventAge());
    Duration maxClockSkew = problems.duration("maxClockSkew", options.getMaxClockSkew());
    Duration expectedDelay = problems.duration("expectedDelay", options.getExpectedDelay());
    Duration earlyPane = problems.duration("earlyPane", options.getEarlyPane());
    if (problems.none()) {
      problems.require(
          maxEventAge.getMillis() >= Duration.standardMinutes(1).getMillis(),
          "--maxEventAge must be at least 1m; 6h is usual.");
      problems.require(
          maxEventAge.getMillis() <= Duration.standardDays(365).getMillis(),
          "--maxEventAge must be at most 365d: that long every event id is remembered.");
      problems.require(
          expectedDelay.isShorterThan(maxEventAge),
          "--expectedDelay must be shorter than --maxEventAge; 10s is usual.");
      problems.require(
          earlyPane.getMillis() > 0, "--earlyPane must be longer than 0; 10s is usual.");
    }
    problems.require(
        options.getGeneration() >= 0 && options.getGeneration() < 64,
        "--generation must be 0 to 63.");
    return new AggregationRules(
        maxEventAge, maxClockSkew, expectedDelay, earlyPane, options.getGeneration());
  }

  private static @Nullable KafkaCluster cluster(AggregationOptions options, Problems problems) {
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

  private static KafkaCluster withSettings(KafkaCluster cluster, String file) {
    try {
      return cluster.withSettings(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("--kafkaConfig=%s: no such file".formatted(file), e);
    } catch (IOException e) {
      throw new UncheckedIOException("--kafkaConfig=%s cannot be read".formatted(file), e);
    }
  }

  private static void checkTopics(
      AggregationOptions options,
      KafkaCluster cluster,
      WatermarkPolicy watermarks,
      Problems problems) {
    Topics topics = Topics.of(cluster);
    String raw = options.getAdEventsTopic();
    List<String> wrong = topics.unreadable(raw, watermarks);
    problems.addAll(wrong);
    if (wrong.stream().anyMatch(p -> p.startsWith("No "))) {
      return;
    }
    if (wrong.isEmpty()) {
      int partitions = topics.partitions(raw);
      int parallelism = RunnerSettings.parallelism(options);
      problems.require(
          parallelism <= partitions,
          ("--parallelism=%d is more than the %d partitions of %s: a subtask with nothing to read"
                  + " would hold the watermark. Lower it, or add partitions.")
              .formatted(parallelism, partitions, raw));
    }
    problems.addAll(topics.unwritable(options.getAdMetricsTopic(), RECORD_BYTES));
    problems.addAll(topics.unwritable(options.getDeadLettersTopic(), DEAD_LETTER_BYTES));
    checkSinkGroup(options, topics, problems);
    if (options.getKafkaSink() == Delivery.EXACTLY_ONCE) {
      problems.addAll(topics.transactionProblems());
    }
    if (!options.getCleanAdEventsTopic().isEmpty()) {
      problems.addAll(topics.unwritable(options.getCleanAdEventsTopic(), CLEAN_EVENT_BYTES));
    }
  }

  private static void checkSinkGroup(AggregationOptions options, Topics topics, Problems problems) {
    String group = options.getSinkGroup();
    if (group == null
        || !options.getKafkaSink().exactlyOnce()
        || options.getOnOlderSavepoint() != OnOlderSavepoint.REFUSE
        || RunnerSettings.savepoint(options) != null) {
      return;
    }
    boolean used =
        Boolean.TRUE.equals(
            problems.attempt(
                () -> topics.hasCommitted(writer(group, options.getAdMetricsTopic()))));
    problems.require(
        !used,
        ("--sinkGroup=%s has written before, and this start is from nothing: leave it out, or restore"
                + " the job that used it with --from, or give --onOlderSavepoint=RECONCILE: what"
                + " stands is then not written again.")
            .formatted(group));
  }

  /** What a user should know before the job starts; empty if nothing. */
  public static List<String> warnings(AggregationOptions options, AggregationLaunch launch) {
    boolean writesAgain =
        options.getSinkGroup() == null
            && options.getOnOlderSavepoint() == OnOlderSavepoint.REFUSE
            && !Topics.of(launch.cluster()).isEmpty(options.getAdMetricsTopic());
    return writesAgain
        ? List.of(
            ("%s is not empty, and this sink group is new: what stands there already is written"
                    + " again, in the same revisions. Give --onOlderSavepoint=RECONCILE to write only"
                    + " what is new, or --sinkGroup and --from to go on where a job stopped.")
                .formatted(options.getAdMetricsTopic()))
        : List.of();
  }

  /** The name of the writer of a topic. */
  static String writer(String sinkGroup, String topic) {
    return sinkGroup + "-" + topic;
  }
}
