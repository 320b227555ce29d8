package dev.tally.cli;

import dev.tally.pipelines.aggregation.AggregationJob;
import dev.tally.pipelines.aggregation.AggregationOptions;
import dev.tally.pipelines.aggregation.AggregationPorts;
import dev.tally.pipelines.aggregation.CheckedAggregationOptions;
import dev.tally.pipelines.aggregation.KafkaAggregationPorts;
import picocli.CommandLine.Command;

/** Runs the aggregation job, which counts each ad event exactly once by ad and minute. */
@Command(
    name = "aggregation",
    description = {
      "Count ad events by ad and minute, each event exactly once.",
      "",
      RunJobCommand.WHERE_IT_RUNS
    },
    footer = {
      "",
      "Examples:",
      "  ./tally run aggregation",
      "  ./tally run aggregation --input=REPLAY --adEventsTopic=old-events \\",
      "      --maxEventAge=100h",
      "  ./tally run aggregation --bootstrapServers=broker-1:9092 \\",
      "      --kafkaConfig=client.properties \\",
      "      --flinkMaster=jobmanager:8081 --parallelism=8",
      "  ./tally run aggregation --flinkMaster=jobmanager:8081 --parallelism=8 \\",
      "      --from=SAVEPOINT --sinkGroup=GROUP    as ./tally stop printed them"
    })
final class RunAggregationCommand extends RunJobCommand<AggregationOptions> {
  RunAggregationCommand() {
    super("aggregation", AggregationOptions.class);
  }

  @Override
  Checked check(AggregationOptions options) {
    CheckedAggregationOptions checked = CheckedAggregationOptions.check(options);
    AggregationPorts ports = new KafkaAggregationPorts(options, checked);
    return new Checked(
        checked.cluster(),
        checked.sinkGroup(),
        CheckedAggregationOptions.warnings(options, checked),
        pipeline -> AggregationJob.build(pipeline, checked.rules(), ports));
  }
}
