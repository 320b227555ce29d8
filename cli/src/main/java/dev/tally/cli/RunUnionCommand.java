package dev.tally.cli;

import dev.tally.pipelines.union.CheckedUnionOptions;
import dev.tally.pipelines.union.KafkaUnionPorts;
import dev.tally.pipelines.union.UnionJob;
import dev.tally.pipelines.union.UnionOptions;
import dev.tally.pipelines.union.UnionPorts;
import picocli.CommandLine.Command;

/**
 * Runs the union job, which merges the records of all regions into one topic per record type and
 * loads them into the stores.
 */
@Command(
    name = "union",
    description = {
      "Merge the records of all regions into Pinot, Hive and ClickHouse.",
      "",
      "The job reads the ad metrics and attributed orders of all regions and writes them"
          + " to its own region. Run it in every region; any single instance produces the"
          + " complete result. A region that is down delays only its own records. With the local"
          + " Kafka, the job also creates the tables of the local Pinot, and loads Hive and"
          + " ClickHouse if ./tally up --hive --clickhouse started them.",
      "",
      RunJobCommand.WHERE_IT_RUNS
    },
    footer = {
      "",
      "Examples:",
      "  ./tally run union",
      "  ./tally run union --region=us --bootstrapServers=us-1:9092 \\",
      "      --otherRegions='eu=eu-1:9092,eu-2:9092;asia=asia-1:9092'",
      "  ./tally run union --hiveMetastore=thrift://hive-1:9083 \\",
      "      --pinotController=http://pinot-1:9000",
      "  ./tally run union --clickHouseUrl=http://clickhouse-1:8123",
      "  ./tally run union --campaignReachTopic=campaign-reach",
      "  ./tally run union --flinkMaster=jobmanager:8081 --parallelism=8 \\",
      "      --from=SAVEPOINT --sinkGroup=GROUP    as ./tally stop printed them"
    })
final class RunUnionCommand extends RunJobCommand<UnionOptions> {
  RunUnionCommand() {
    super("union", UnionOptions.class);
  }

  /**
   * For a job on the local Kafka, sets the addresses of the local Pinot, Hive and ClickHouse if
   * they are running and the user has not specified others.
   */
  @Override
  void complete(UnionOptions options, StackDirectory servers) {
    if (servers.hasKafka(options.getBootstrapServers())) {
      if (options.getPinotController() == null) {
        servers.pinotController().ifPresent(options::setPinotController);
      }
      if (options.getHiveMetastore() == null) {
        servers.metastore().ifPresent(options::setHiveMetastore);
      }
      if (options.getClickHouseUrl() == null) {
        servers.clickHouseIfUp().ifPresent(options::setClickHouseUrl);
      }
    }
  }

  @Override
  Checked check(UnionOptions options) {
    CheckedUnionOptions checked = CheckedUnionOptions.check(options);
    UnionPorts ports = new KafkaUnionPorts(options, checked);
    return new Checked(
        checked.cluster(),
        checked.sinkGroup(),
        CheckedUnionOptions.warnings(options, checked),
        pipeline -> UnionJob.build(pipeline, ports));
  }
}
