package dev.tally.cli;

import dev.tally.io.hive.HiveTable;
import dev.tally.pipelines.options.Problems;
import dev.tally.transforms.codec.DefaultNames;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deletes data that jobs keep for a while and no longer need. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    description = {
      "Delete data that is no longer needed.",
      "",
      "With --hive, deletes replaced generations of Hive tables, and files that were"
          + " staged but never committed, if they are older than --keep. Running jobs delete them"
          + " as they write; this command is for tables that no job writes any longer.",
      "",
      "With --topics, deletes records of topics that Tally keeps for ever, if they are older than"
          + " --keep and every consumer group and every Pinot table has read them. Jobs may run"
          + " meanwhile."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally prune --hive",
      "  ./tally prune --hive --keep=7d --metastore=thrift://hive-1:9083 \\",
      "      --table=" + DefaultNames.AD_METRICS_TABLE,
      "  ./tally prune --topics --keep=14d --dryRun",
      "  ./tally prune --topics --keep=14d --topic=" + DefaultNames.CLEAN_AD_EVENTS + " \\",
      "      --savepoint=/data/savepoint-1"
    })
final class PruneCommand implements Callable<Integer> {
  private static final String HIVE_KEEP = "1d";

  @Spec private CommandSpec spec;
  @Mixin private KafkaTarget kafka = new KafkaTarget();
  @Mixin private HiveTableOptions tables = new HiveTableOptions();
  @Mixin private TopicsToPrune topics = new TopicsToPrune();

  @Option(names = "--hive", description = "Prune Hive tables.")
  private boolean hive;

  @Option(names = "--topics", description = "Prune Kafka topics.")
  private boolean prunesTopics;

  @Option(
      names = "--keep",
      paramLabel = "DURATION",
      description =
          "Minimum age of the data to delete. For Hive, choose it longer than any query and any"
              + " pause of a writer, for example 36h (default: 1d). For topics it is required:"
              + " choose it longer than the age of the oldest savepoint that a job may still start"
              + " from.")
  private @Nullable String keep;

  @Override
  public Integer call() throws IOException {
    Problems problems = new Problems();
    problems.require(hive || prunesTopics, "Specify what to prune: --hive or --topics.");
    problems.require(
        keep != null || !prunesTopics,
        "--topics needs --keep=DURATION, longer than the age of the oldest savepoint that a job may still start from, for example 14d.");
    problems.require(
        prunesTopics || !topics.dryRun,
        "--dryRun needs --topics: pruning Hive tables has no dry run.");
    Duration age = problems.duration("keep", keep == null ? HIVE_KEEP : keep);
    problems.throwIfAny();
    if (hive) {
      pruneHive(age);
    }
    if (prunesTopics) {
      topics.prune(kafka, age, spec.commandLine().getOut());
    }
    return Exit.OK;
  }

  private void pruneHive(Duration age) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    for (String name : tables.names()) {
      try (HiveTable table = tables.open(kafka.stack, name)) {
        out.printf("%s: %d files and directories deleted%n", name, table.sweep(age));
      }
    }
  }
}
