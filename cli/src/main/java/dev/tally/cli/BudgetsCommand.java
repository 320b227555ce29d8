package dev.tally.cli;

import dev.tally.operations.budgets.BudgetService;
import dev.tally.transforms.codec.DefaultNames;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the budget service until Ctrl-C. */
@Command(
    name = "budgets",
    mixinStandardHelpOptions = true,
    description = {
      "Answer whether a campaign may spend, over HTTP until Ctrl-C.",
      "",
      "The service reads the topic that ./tally run budget writes. GET /budgets/CAMPAIGN"
          + " returns the status, the spend and its bound of the current UTC day, or of another day"
          + " with ?day=2026-03-01. GET /health returns how far the service has read."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally budgets",
      "  curl http://127.0.0.1:8095/budgets/c-1",
      "  ./tally budgets --bootstrapServers=broker-1:9092 --port=9095"
    })
final class BudgetsCommand implements Callable<Integer> {
  private static final int MAX_PORT = 65_535;

  @Spec private CommandSpec spec;
  @Mixin private KafkaTarget kafka;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      defaultValue = DefaultNames.CAMPAIGN_SPEND,
      description = "The topic of the spend of campaigns (default: ${DEFAULT-VALUE}).")
  private String topic;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8095",
      description =
          "Port on the loopback interface; 0 for any free port (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--maxCampaigns",
      paramLabel = "NUMBER",
      defaultValue = "100000",
      description =
          "Maximum number of campaigns in memory; records of others are ignored (default:"
              + " ${DEFAULT-VALUE}).")
  private int maxCampaigns;

  @Override
  public Integer call() throws Exception {
    if (port < 0 || port > MAX_PORT || maxCampaigns < 1) {
      throw new ParameterException(
          spec.commandLine(), "--port must be from 0 to 65535, and --maxCampaigns at least 1.");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (BudgetService service =
        BudgetService.start(kafka.cluster(), topic, port, maxCampaigns, Clock.systemUTC())) {
      out.printf("GET http://127.0.0.1:%d/budgets/CAMPAIGN; Ctrl-C ends it%n", service.port());
      out.flush();
      new CountDownLatch(1).await();
    }
    return Exit.OK;
  }
}
