package dev.tally.cli;

import dev.tally.pipelines.union.KafkaUnionPorts;
import dev.tally.pipelines.union.UnionJob;
import dev.tally.pipelines.union.UnionLaunch;
import dev.tally.pipelines.union.UnionOptions;
import dev.tally.pipelines.union.UnionPorts;
import picocli.CommandLine.Command;

/** Runs the union-and-load job: the records of all regions in one topic of each kind. */
@Command(
    name = "union",
    description = {
      "Bring the ad metrics and attributed orders of all regions together, and tell how it goes.",
      "The same job runs in every region, each with its own region's Kafka and the others'; either",
      "alone is enough. A region that is down delays its own records only.",
      "Beside the local servers it also loads Pinot, and Hive if ./tally up --hive started it.",
      RunJobCommand.WHERE_IT_RUNS
    },
    footer = {
      "",
      "Examples:",
      "  ./tally run union",
      "  ./tally run union --region=us --bootstrapServers=us-1:9092 \\",
      "      --otherRegions='eu=eu-1:9092,eu-2:9092;asia=asia-1:9092'",
      "  ./tally run union --hiveMetastore=thrift://hive-1:9083 --pinotController=http://pinot-1:9000",
      "  ./tally run union --flinkMaster=jobmanager:8081 --parallelism=8 \\",
      "      --from=SAVEPOINT --sinkGroup=GROUP       as ./tally stop printed them"
    })
final class RunUnionCommand extends RunJobCommand<UnionOptions> {
  RunUnionCommand() {
    super("union", UnionOptions.class);
  }

  /** On the local servers also Pinot's tables, and Hive where it runs. */
  @Override
  void complete(UnionOptions options, StackDirectory servers) {
    if (servers.hasKafka(options.getBootstrapServers())) {
      if (options.getPinotController() == null) {
        servers.pinotController().ifPresent(options::setPinotController);
      }
      if (options.getHiveMetastore() == null) {
        servers.metastore().ifPresent(options::setHiveMetastore);
      }
    }
  }

  @Override
  Checked check(UnionOptions options) {
    UnionLaunch launch = UnionLaunch.check(options);
    UnionPorts ports = new KafkaUnionPorts(options, launch);
    return new Checked(
        launch.cluster(),
        launch.sinkGroup(),
        UnionLaunch.warnings(options, launch),
        pipeline -> UnionJob.build(pipeline, ports));
  }
}
