package dev.tally.cli;

import dev.tally.truth.generate.GeneratedFiles;
import dev.tally.truth.generate.OrderPlan;
import dev.tally.truth.generate.Plan;
import dev.tally.truth.generate.Summary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Generates events and their expected results. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Generate events, and optionally orders, with their expected results.",
      "",
      "Writes events with broker times to FILE (.tsv or .tsv.gz) and, in the same"
          + " directory, the expected results: NAME.truth.csv has one line per expected row, and"
          + " NAME.summary.json has the totals. The same seed and options produce the same"
          + " content on any machine. Ads follow a Zipf distribution, and the event rate follows"
          + " a daily cycle. The events include duplicates, out-of-order events, and lines that"
          + " are malformed, too old or in the future.",
      "",
      "With --orders, the command also writes NAME.orders.tsv and NAME.campaigns.tsv, and"
          + " in NAME.orders.truth.csv the expected credit of each order. Some orders are"
          + " cancelled, late, earlier than their touch, or exactly on the boundary of an"
          + " attribution window or of a campaign change. Some touches have the same time in"
          + " milliseconds. No order is generated where only arrival order could break such a"
          + " tie, that is, where two touches of the same type and time have event ids whose"
          + " SHA-256 starts with the same 12 bits."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally generate events.tsv.gz",
      "  ./tally generate --events=1000000 --ads=60 --span=PT2H --seed=7 events.tsv",
      "  ./tally generate --orders=10000 --users=500 --stores=8 events.tsv.gz"
    })
final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of all random choices.")
  private long seed;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Number of events to be accepted.")
  private long events;

  @Option(names = "--ads", paramLabel = "N", defaultValue = "1000", description = "Number of ads.")
  private int ads;

  @Option(
      names = "--campaigns",
      paramLabel = "N",
      defaultValue = "200",
      description = "Number of campaigns.")
  private int campaigns;

  @Option(
      names = "--stores",
      paramLabel = "N",
      defaultValue = "50",
      description = "Number of stores.")
  private int stores;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Number of users.")
  private int users;

  @Option(
      names = "--regions",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "us-east",
      description = "Names of the regions, separated by commas.")
  private List<String> regions;

  @Option(
      names = "--start",
      paramLabel = "INSTANT",
      defaultValue = "2026-01-05T00:00:00Z",
      description = "First broker time.")
  private Instant start;

  @Option(
      names = "--span",
      paramLabel = "ISO-DURATION",
      defaultValue = "PT24H",
      description = "Broker time that the events cover.")
  private Duration span;

  @Option(
      names = "--duplicates",
      paramLabel = "SHARE",
      defaultValue = "0.006",
      description = "Share of accepted events that are delivered again.")
  private double duplicates;

  @Option(
      names = "--malformed",
      paramLabel = "SHARE",
      defaultValue = "0.003",
      description = "Number of malformed lines per accepted event.")
  private double malformed;

  @Option(
      names = "--orders",
      paramLabel = "N",
      defaultValue = "0",
      description = "Number of orders; 0 generates neither orders nor campaigns.")
  private int orders;

  @Parameters(
      paramLabel = "FILE",
      description = "The file to write; its name must end in .tsv or .tsv.gz.")
  private Path file;

  @Override
  public Integer call() throws Exception {
    Plan plan =
        Plan.builder()
            .seed(seed)
            .events(events)
            .ads(ads)
            .campaigns(campaigns)
            .stores(stores)
            .users(users)
            .regions(regions)
            .start(start)
            .span(span)
            .duplicateShare(duplicates)
            .malformedShare(malformed)
            .orders(OrderPlan.of(orders))
            .build();
    GeneratedFiles files = GeneratedFiles.at(file);
    PrintWriter out = spec.commandLine().getOut();
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), "lines written");
    Summary summary = files.write(plan, progress::reached);
    out.printf(
        "%,d lines: %,d to be accepted, %,d duplicates, %,d to be rejected; %,d expected rows%n",
        summary.lines(),
        summary.accepted(),
        summary.duplicates(),
        summary.rejected(),
        summary.rows());
    out.printf("%s%n%s%n%s%n", files.events(), files.truth(), files.summary());
    if (summary.orders() != null) {
      out.println(summary.orders().line());
      out.printf("%s%n%s%n%s%n", files.orders(), files.campaigns(), files.ordersTruth());
    }
    return Exit.OK;
  }
}
