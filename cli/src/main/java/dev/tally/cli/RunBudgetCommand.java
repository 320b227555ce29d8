package dev.tally.cli;

import dev.tally.pipelines.budget.BudgetJob;
import dev.tally.pipelines.budget.BudgetOptions;
import dev.tally.pipelines.budget.BudgetPorts;
import dev.tally.pipelines.budget.CheckedBudgetOptions;
import dev.tally.pipelines.budget.KafkaBudgetPorts;
import picocli.CommandLine.Command;

/** Runs the budget job, which announces when the spend of a campaign reaches its budget. */
@Command(
    name = "budget",
    description = {
      "Announce when the spend of a campaign reaches its budget.",
      "",
      "The job adds up the spend of each campaign and day from the ad metrics that the"
          + " aggregation jobs of all regions write, so run these jobs too. It announces a campaign"
          + " as exhausted before its spend and a bound for the spend that is not counted yet pass"
          + " its daily budget.",
      "",
      RunJobCommand.WHERE_IT_RUNS
    },
    footer = {
      "",
      "Examples:",
      "  ./tally run budget",
      "  ./tally run budget --maxLag=5m --announceEvery=5s",
      "  ./tally run budget --region=us --bootstrapServers=us-1:9092 \\",
      "      --otherRegions='eu=eu-1:9092,eu-2:9092;asia=asia-1:9092'",
      "  ./tally run budget --flinkMaster=jobmanager:8081 --parallelism=8 \\",
      "      --from=SAVEPOINT --sinkGroup=GROUP    as ./tally stop printed them"
    })
final class RunBudgetCommand extends RunJobCommand<BudgetOptions> {
  RunBudgetCommand() {
    super("budget", BudgetOptions.class);
  }

  @Override
  Checked check(BudgetOptions options) {
    CheckedBudgetOptions checked = CheckedBudgetOptions.check(options);
    BudgetPorts ports = new KafkaBudgetPorts(options, checked);
    return new Checked(
        checked.cluster(),
        checked.sinkGroup(),
        CheckedBudgetOptions.warnings(options, checked),
        pipeline -> BudgetJob.build(pipeline, checked.settings(), checked.placeholders(), ports));
  }
}
