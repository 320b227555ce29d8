package dev.tally.cli;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.pinot.PinotTables;
import dev.tally.operate.MetricsTable;
import dev.tally.operate.TallyTopics;
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
      "On the local servers also Pinot's table over ad-metrics.",
      "Raw topics take values to 12 MiB, dead letters to 20 MiB; topics with the sender's times",
      "are kept for ever."
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
      out.println(applyTable());
    }
    return report.stream().anyMatch(line -> line.startsWith("DIFFERS")) ? Exit.DIFFERENT : Exit.OK;
  }

  private String applyTable() {
    LocalStack stack = kafka.stack.stack();
    PinotTables.Applied applied =
        PinotTables.at(stack.pinotController())
            .apply(
                MetricsTable.definition(MetricsTable.NAME, "ad-metrics", stack.kafkaBootstrap()));
    return "%-9s table %s"
        .formatted(applied.toString().toLowerCase(Locale.ROOT), MetricsTable.NAME);
  }
}
