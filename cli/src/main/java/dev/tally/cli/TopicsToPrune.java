package dev.tally.cli;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.NeededFrom;
import dev.tally.io.kafka.PruneTopic;
import dev.tally.io.kafka.PrunedPartition;
import dev.tally.io.kafka.SavedTopic;
import dev.tally.io.pinot.PinotReaders;
import dev.tally.operations.TallyTopics;
import dev.tally.runners.manifest.SavedSplit;
import dev.tally.server.stack.Server;
import dev.tally.transforms.codec.DefaultNames;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that select the records that {@code ./tally prune --topics} deletes. */
final class TopicsToPrune {
  private static final String ROW = "%-28s %12s %12s %12s  %s%n";

  @Option(
      names = "--dryRun",
      description = "With --topics: show what would be deleted without deleting it.")
  boolean dryRun;

  @Option(
      names = "--topic",
      paramLabel = "NAME,…",
      split = ",",
      description =
          "With --topics: the topics to prune (default: "
              + DefaultNames.CLEAN_AD_EVENTS
              + ", "
              + DefaultNames.AD_METRICS
              + ", "
              + DefaultNames.ATTRIBUTED_ORDERS
              + ").")
  private @Nullable List<String> names;

  @Option(
      names = "--readers",
      paramLabel = "GROUP,…",
      split = ",",
      description =
          "With --topics: consumer groups that must have read a record before it is deleted"
              + " (default: the groups of the jobs, tally-attribution and tally-union). Any other"
              + " group that has an offset in a topic must have read it too.")
  private @Nullable List<String> readers;

  @Option(
      names = "--savepoint",
      paramLabel = "PATH,…",
      split = ",",
      description =
          "With --topics: savepoints or checkpoints whose unread records are kept, so that jobs can"
              + " still start from them.")
  private List<String> savepoints = new ArrayList<>();

  @Option(
      names = "--pinotController",
      paramLabel = "URL",
      description =
          "With --topics: the controller of the Pinot whose tables read the topics (default: the one"
              + " that ./tally up started).")
  private @Nullable String pinotController;

  /** Prunes the topics, or only shows what would be deleted. */
  void prune(KafkaTarget kafka, Duration keep, PrintWriter out) throws IOException {
    KafkaCluster cluster = kafka.cluster();
    List<SavedTopic> saved = saved();
    Optional<PinotReaders> pinot = pinot(kafka, out);
    Map<PruneTopic, List<PrunedPartition>> plans = new LinkedHashMap<>();
    out.printf(ROW, "partition", "from", "deleted to", "end", "why the rest is kept");
    for (String topic : topics()) {
      List<NeededFrom> others = new ArrayList<>(savepoints(saved, topic));
      pinot.ifPresent(p -> others.addAll(tables(p, topic)));
      PruneTopic prune =
          PruneTopic.of(cluster, topic, keep)
              .withRequiredGroups(required(topic))
              .withOtherReaders(others);
      List<PrunedPartition> plan = prune.plan(Instant.now());
      plan.forEach(partition -> print(partition, out));
      plans.put(prune, plan);
    }
    long deleted = 0;
    for (Map.Entry<PruneTopic, List<PrunedPartition>> plan : plans.entrySet()) {
      if (!dryRun) {
        plan.getKey().delete(plan.getValue());
      }
      deleted += plan.getValue().stream().mapToLong(PrunedPartition::deleted).sum();
    }
    out.printf(
        dryRun ? "%,d records would be deleted; nothing was (--dryRun)%n" : "%,d records deleted%n",
        deleted);
  }

  private List<String> topics() {
    List<String> topics = names == null ? List.copyOf(TallyTopics.READERS.keySet()) : names;
    if (topics.contains(DefaultNames.CAMPAIGNS)) {
      throw new IllegalArgumentException(
          "--topic=%s: an attribution job that starts from nothing reads every version of a campaign, so none may be deleted. Omit the topic."
              .formatted(DefaultNames.CAMPAIGNS));
    }
    return topics;
  }

  private List<String> required(String topic) {
    if (readers != null) {
      return readers;
    }
    String reader = TallyTopics.READERS.get(topic);
    return reader == null ? List.of() : List.of(reader);
  }

  private List<SavedTopic> saved() {
    List<SavedTopic> saved = new ArrayList<>();
    for (String savepoint : savepoints) {
      try {
        SavedSplit.allOf(savepoint).stream()
            .flatMap(split -> SavedTopic.of(split.source(), split.mark()).stream())
            .forEach(saved::add);
      } catch (IOException | IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "--savepoint=%s cannot be read here as a savepoint or checkpoint: %s"
                .formatted(savepoint, e.getMessage()),
            e);
      }
    }
    return saved;
  }

  /** Merges the offsets of a topic's readers, each of which has read some of its partitions. */
  private static List<NeededFrom> savepoints(List<SavedTopic> saved, String topic) {
    Map<Integer, Long> offsets = new HashMap<>();
    List<SavedTopic> ofTopic = saved.stream().filter(s -> s.topic().equals(topic)).toList();
    ofTopic.forEach(s -> s.nextOffsets().forEach((p, next) -> offsets.merge(p, next, Math::min)));
    return ofTopic.isEmpty()
        ? List.of()
        : List.of(new NeededFrom("a job that starts from --savepoint", offsets));
  }

  private static List<NeededFrom> tables(PinotReaders pinot, String topic) {
    return pinot.offsets(topic).entrySet().stream()
        .map(table -> new NeededFrom("Pinot table %s".formatted(table.getKey()), table.getValue()))
        .toList();
  }

  private Optional<PinotReaders> pinot(KafkaTarget kafka, PrintWriter out) {
    if (pinotController != null) {
      return Optional.of(PinotReaders.at(URI.create(pinotController)));
    }
    boolean local = kafka.bootstrapServers == null;
    if (local && kafka.stack.isUp(Server.PINOT)) {
      return Optional.of(PinotReaders.at(kafka.stack.stack().pinotController()));
    }
    if (local && kafka.stack.wasStarted(Server.PINOT)) {
      throw new IllegalArgumentException(
          "The local Pinot is not running, so it is unknown what its tables have read: start it with ./tally up.");
    }
    out.println(
        "note: no Pinot was queried for the offsets of its tables: if a Pinot reads these topics, name its controller with --pinotController");
    return Optional.empty();
  }

  private static void print(PrunedPartition partition, PrintWriter out) {
    out.printf(
        ROW,
        partition.name(),
        "%,d".formatted(partition.start()),
        partition.deleted() == 0 ? "-" : "%,d".formatted(partition.keptFrom()),
        "%,d".formatted(partition.end()),
        partition.reason());
  }
}
