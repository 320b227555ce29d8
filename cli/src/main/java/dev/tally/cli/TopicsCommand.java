package dev.tally.cli;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.pinot.PinotTable;
import dev.tally.io.pinot.PinotTables;
import dev.tally.operations.CreatedTopic;
import dev.tally.operations.TallyTopics;
import dev.tally.pipelines.options.Problems;
import dev.tally.pipelines.union.UnionTables;
import dev.tally.server.stack.LocalStack;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Creates topics with the settings that Tally's guarantees require. */
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    description = {
      "Create the missing topics and report existing ones that differ.",
      "",
      "Creates each missing topic with the settings that Tally requires. Existing topics"
          + " are not changed; exit code 1 means that the settings of one differ. On the local"
          + " servers, the command also creates Pinot's tables over the topics that Tally writes.",
      "",
      "Each topic accepts the largest record that can be written to it: 12 MiB for a raw"
          + " topic, slightly more than 16 MiB for dead-letters. Topics whose timestamps the"
          + " sender sets (CreateTime) keep their records forever."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally topics                       all topics, the raw ones for live events",
      "  ./tally topics --replay old-events   a raw topic for a file with broker times",
      "  ./tally topics --bootstrapServers=broker-1:9092 \\",
      "      --kafkaConfig=client.properties"
    })
final class TopicsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KafkaTarget kafka;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Number of partitions of a new topic (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--replay",
      description =
          "Create raw topics for files with broker times (CreateTime) instead of live topics.")
  private boolean replay;

  @Parameters(
      paramLabel = "NAME",
      description = "Names of raw topics to create, instead of all topics.")
  private List<String> names = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Problems problems = new Problems();
    problems.require(partitions > 0, "--partitions=%d must be at least 1.".formatted(partitions));
    problems.throwIfAny();
    KafkaCluster cluster = kafka.cluster();
    List<TallyTopics.Topic> topics =
        names.isEmpty()
            ? TallyTopics.all(partitions, replay)
            : names.stream().map(name -> TallyTopics.raw(name, partitions, replay)).toList();
    List<CreatedTopic> report = TallyTopics.create(cluster, topics);
    PrintWriter out = spec.commandLine().getOut();
    report.forEach(topic -> out.println(topic.line()));
    if (names.isEmpty() && kafka.bootstrapServers == null) {
      applyTables();
    }
    return report.stream().anyMatch(CreatedTopic::differs) ? Exit.DIFFERENT : Exit.OK;
  }

  private List<PinotTable> tables(String bootstrap) {
    return List.of(
        UnionTables.adMetrics(UnionTables.AD_METRICS, "ad-metrics", bootstrap),
        UnionTables.adMetrics("all_ad_metrics", "all-ad-metrics", bootstrap),
        UnionTables.attributedOrders("all_attributed_orders", "all-attributed-orders", bootstrap));
  }

  private void applyTables() {
    LocalStack stack = kafka.stack.stack();
    PinotTables pinot = PinotTables.at(stack.pinotController());
    for (PinotTable table : tables(stack.kafkaBootstrap())) {
      String applied = pinot.apply(table).toString().toLowerCase(Locale.ROOT);
      spec.commandLine().getOut().printf("%-9s table %s%n", applied, table.name());
    }
  }
}
