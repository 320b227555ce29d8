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
      "Takes Tally's options below and any option of Beam and its runners.",
      "Without --runner it runs on an embedded Flink until Ctrl-C, which ends it. With",
      "--flinkMaster=HOST:PORT it runs on a cluster, which it brings its class path to: Ctrl-C ends",
      "the telling, the job runs on until ./tally stop."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally run union",
      "  ./tally run union --region=us --bootstrapServers=us-1:9092 \\",
      "      --otherRegions='eu=eu-1:9092,eu-2:9092;asia=asia-1:9092'",
      "  ./tally run union --flinkMaster=jobmanager:8081 --parallelism=8 \\",
      "      --from=SAVEPOINT --sinkGroup=GROUP       as ./tally stop printed them"
    })
final class RunUnionCommand extends RunJobCommand<UnionOptions> {
  RunUnionCommand() {
    super("union", UnionOptions.class);
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
