package dev.tally.cli;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.pinot.PinotTable;
import dev.tally.io.pinot.PinotTables;
import dev.tally.operate.TallyTopics;
import dev.tally.pipelines.union.UnionTables;
import dev.tally.stack.LocalStack;
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

/** Creates topics with the settings that the promises rest on. */
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    description = {
      "Create the topics that are missing, with the right settings; say how others differ.",
      "On the local servers also Pinot's tables over those that Tally writes.",
      "Each topic accepts the largest record that can go into it: a raw topic 12 MiB, dead-letters",
      "16 MiB and a bit. Topics with the sender's times are kept for ever."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally topics                         all topics, ad-events live",
      "  ./tally topics --replay old-events     one raw topic for a file with broker times",
      "  ./tally topics --bootstrapServers=broker-1:9092 --kafkaConfig=client.properties"
    })
final class TopicsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KafkaTarget kafka;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Partitions of a new topic (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--replay",
      description = "Raw topics are for files with broker times (CreateTime), not live.")
  private boolean replay;

  @Parameters(paramLabel = "NAME", description = "Raw topics to create, instead of all.")
  private List<String> names = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    KafkaCluster cluster = kafka.cluster();
    List<TallyTopics.Topic> topics =
        names.isEmpty()
            ? TallyTopics.all(partitions, replay)
            : names.stream().map(name -> TallyTopics.raw(name, partitions, replay)).toList();
    List<String> report = TallyTopics.create(cluster, topics);
    PrintWriter out = spec.commandLine().getOut();
    report.forEach(out::println);
    if (names.isEmpty() && kafka.bootstrapServers == null) {
      applyTables();
    }
    return report.stream().anyMatch(line -> line.startsWith("DIFFERS")) ? Exit.DIFFERENT : Exit.OK;
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
