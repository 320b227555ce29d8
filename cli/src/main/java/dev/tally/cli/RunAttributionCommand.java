package dev.tally.cli;

import dev.tally.pipelines.attribution.AttributionJob;
import dev.tally.pipelines.attribution.AttributionOptions;
import dev.tally.pipelines.attribution.AttributionPorts;
import dev.tally.pipelines.attribution.CheckedAttributionOptions;
import dev.tally.pipelines.attribution.KafkaAttributionPorts;
import picocli.CommandLine.Command;

/** Runs the attribution job, which credits every order to the ad that earned it. */
@Command(
    name = "attribution",
    description = {
      "Credit every order to the ad that earned it.",
      "",
      "The job corrects a credit when a late touch or a cancellation changes it. It reads"
          + " the output of the aggregation job, so run both jobs.",
      "",
      RunJobCommand.WHERE_IT_RUNS
    },
    footer = {
      "",
      "Examples:",
      "  ./tally run attribution",
      "  ./tally run attribution --orderService=http://orders.internal:8080",
      "  ./tally run attribution --strategy=POSITION_BASED --clickWindow=30d",
      "  ./tally run attribution --input=REPLAY --ordersTopic=old-orders \\",
      "      --campaignsTopic=old-campaigns",
      "  ./tally run attribution --flinkMaster=jobmanager:8081 --parallelism=8 \\",
      "      --from=SAVEPOINT --sinkGroup=GROUP    as ./tally stop printed them"
    })
final class RunAttributionCommand extends RunJobCommand<AttributionOptions> {
  RunAttributionCommand() {
    super("attribution", AttributionOptions.class);
  }

  @Override
  Checked check(AttributionOptions options) {
    CheckedAttributionOptions checked = CheckedAttributionOptions.check(options);
    AttributionPorts ports = new KafkaAttributionPorts(options, checked);
    return new Checked(
        checked.cluster(),
        checked.sinkGroup(),
        CheckedAttributionOptions.warnings(options, checked),
        pipeline -> AttributionJob.build(pipeline, checked.rules(), checked.cleansing(), ports));
  }
}
