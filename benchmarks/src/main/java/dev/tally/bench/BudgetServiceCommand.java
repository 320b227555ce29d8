package dev.tally.bench;

import dev.tally.cli.Exit;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.TallyTopics;
import dev.tally.operations.budgets.BudgetService;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import dev.tally.transforms.codec.DefaultNames;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the response times of the budget service. */
@Command(
    name = "budgets",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Measure the response times of the budget service.",
      "",
      "Starts a Kafka with one record per campaign and the budget service, and sends requests at"
          + " fixed times over connections that stay open. A response time is measured from the time"
          + " at which the request was due. The CPU time is that of the service's threads, without"
          + " the threads that send.",
      "",
      "Exit code 0 means that every response was correct. The last line of the output is for"
          + " scripts."
    },
    footer = {"", "Examples:", "  ./tally bench budgets", "  ./tally bench budgets --rate 5000"})
final class BudgetServiceCommand implements Callable<Integer> {
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final double MILLIS = 1e6;
  private static final int MEDIAN = 50;
  private static final int HIGH = 99;

  @Spec private CommandSpec spec;

  @Option(names = "--rate", defaultValue = "1000", description = "Requests per second.")
  private long rate;

  @Option(names = "--seconds", defaultValue = "30", description = "Duration of the measurement.")
  private long seconds;

  @Option(names = "--campaigns", defaultValue = "10000", description = "Number of campaigns.")
  private int campaigns;

  @Override
  public Integer call() throws Exception {
    Arguments.positive("--rate", rate);
    Arguments.positive("--seconds", seconds);
    Arguments.positive("--campaigns", campaigns);
    PrintWriter out = spec.commandLine().getOut();
    try (LocalStack stack = LocalStack.temporary()) {
      stack.up(Server.KAFKA);
      KafkaCluster kafka = KafkaCluster.at(stack.kafkaBootstrap());
      TallyTopics.create(
          kafka,
          TallyTopics.all(1, false).stream()
              .filter(topic -> topic.name().equals(DefaultNames.CAMPAIGN_SPEND))
              .toList());
      SpendRecords.write(kafka, campaigns);
      return measure(kafka, out);
    }
  }

  private int measure(KafkaCluster kafka, PrintWriter out)
      throws IOException, InterruptedException {
    try (BudgetService service =
        BudgetService.start(kafka, DefaultNames.CAMPAIGN_SPEND, 0, campaigns, Clock.systemUTC())) {
      BudgetRequests requests = new BudgetRequests(service.port(), campaigns);
      requests.awaitReady();
      requests.run(rate, WARM_UP);
      long cpuBefore = ServiceCpu.nanos();
      BudgetRequests.Outcome outcome = requests.run(rate, Duration.ofSeconds(seconds));
      double cores = (ServiceCpu.nanos() - cpuBefore) / (double) outcome.elapsed().toNanos();
      print(outcome, cores, out);
      return outcome.wrong() == 0 ? Exit.OK : Exit.DIFFERENT;
    }
  }

  private static void print(BudgetRequests.Outcome outcome, double cores, PrintWriter out) {
    long[] sorted = outcome.sortedNanos();
    out.printf(
        Locale.ROOT,
        "requests_per_s=%.0f p50_ms=%.2f p99_ms=%.2f max_ms=%.2f cores=%.2f wrong=%d%n",
        sorted.length / (outcome.elapsed().toNanos() / 1e9),
        Percentiles.percentile(sorted, MEDIAN) / MILLIS,
        Percentiles.percentile(sorted, HIGH) / MILLIS,
        sorted[sorted.length - 1] / MILLIS,
        cores,
        outcome.wrong());
  }
}
