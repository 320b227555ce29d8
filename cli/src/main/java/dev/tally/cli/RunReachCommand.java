package dev.tally.cli;

import dev.tally.pipelines.reach.CheckedReachOptions;
import dev.tally.pipelines.reach.KafkaReachPorts;
import dev.tally.pipelines.reach.ReachJob;
import dev.tally.pipelines.reach.ReachOptions;
import dev.tally.pipelines.reach.ReachPorts;
import picocli.CommandLine.Command;

/** Runs the reach job, which keeps the distinct users of each campaign and day. */
@Command(
    name = "reach",
    description = {
      "Count the distinct users of each campaign and day.",
      "",
      "The job reads the accepted ad events that the aggregation jobs of all regions write, so run"
          + " these jobs too. For each campaign, UTC day and event type it writes a sketch of the"
          + " users, which queries can merge over days and campaigns. ./tally run union"
          + " --campaignReachTopic loads the sketches into Pinot and Hive.",
      "",
      RunJobCommand.WHERE_IT_RUNS
    },
    footer = {
      "",
      "Examples:",
      "  ./tally run reach",
      "  ./tally run reach --emitEvery=5m --placeholderIds=guest,visitor",
      "  ./tally run reach --region=us --bootstrapServers=us-1:9092 \\",
      "      --otherRegions='eu=eu-1:9092,eu-2:9092;asia=asia-1:9092'",
      "  ./tally run reach --flinkMaster=jobmanager:8081 --parallelism=8 \\",
      "      --from=SAVEPOINT --sinkGroup=GROUP    as ./tally stop printed them"
    })
final class RunReachCommand extends RunJobCommand<ReachOptions> {
  RunReachCommand() {
    super("reach", ReachOptions.class);
  }

  @Override
  Checked check(ReachOptions options) {
    CheckedReachOptions checked = CheckedReachOptions.check(options);
    ReachPorts ports = new KafkaReachPorts(options, checked);
    return new Checked(
        checked.cluster(),
        checked.sinkGroup(),
        CheckedReachOptions.warnings(options, checked),
        pipeline -> ReachJob.build(pipeline, checked.settings(), checked.maxClockSkew(), ports));
  }
}
