package dev.tally.cli;

import dev.tally.io.hive.HiveTable;
import dev.tally.pipelines.options.Problems;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deletes what jobs keep for a while and do not need any longer. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    description = {
      "Delete what is not needed any longer.",
      "--hive: replaced generations of Hive tables, and files that were staged and never committed,",
      "when they are older than --keep. Running jobs do the same as they write; this is for tables",
      "that no job writes any longer.",
      "--topics: records of topics that Tally keeps for ever, when they are older than --keep and",
      "every consumer group and every table of Pinot has read them. Jobs may run meanwhile."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally prune --hive",
      "  ./tally prune --hive --keep=7d --metastore=thrift://hive-1:9083 --table=ad_metrics",
      "  ./tally prune --topics --keep=14d --dryRun",
      "  ./tally prune --topics --keep=14d --topic=clean-ad-events --savepoint=/data/savepoint-1"
    })
final class PruneCommand implements Callable<Integer> {
  private static final String HIVE_KEEP = "1d";

  @Spec private CommandSpec spec;
  @Mixin private KafkaTarget kafka = new KafkaTarget();
  @Mixin private HiveTables tables = new HiveTables();
  @Mixin private TopicsToPrune topics = new TopicsToPrune();

  @Option(names = "--hive", description = "Prune Hive tables.")
  private boolean hive;

  @Option(names = "--topics", description = "Prune Kafka topics.")
  private boolean prunesTopics;

  @Option(
      names = "--keep",
      paramLabel = "DURATION",
      description = {
        "What is younger stays. Of Hive: longer than any query and any pause of a writer, e.g. 36h",
        "(default: 1d). Of topics, where it must be given: longer than the age of the oldest",
        "savepoint that a job may still start from."
      })
  private @Nullable String keep;

  @Override
  public Integer call() throws IOException {
    Problems problems = new Problems();
    problems.require(hive || prunesTopics, "Name what to prune: --hive or --topics.");
    problems.require(
        keep != null || !prunesTopics,
        "--topics needs --keep=DURATION: longer than the age of the oldest savepoint that a job may still start from, e.g. 14d.");
    problems.require(
        prunesTopics || !topics.dryRun, "--dryRun is of --topics: --hive has no such option.");
    Duration age =
        Duration.ofMillis(problems.duration("keep", keep == null ? HIVE_KEEP : keep).getMillis());
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
