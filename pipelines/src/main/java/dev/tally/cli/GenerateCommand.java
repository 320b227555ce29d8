package dev.tally.cli;

import dev.tally.generate.GeneratedFiles;
import dev.tally.generate.OrderPlan;
import dev.tally.generate.Plan;
import dev.tally.generate.Summary;
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

/** Generates events, and beside them the truth about them. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Write events with broker times to FILE (.tsv or .tsv.gz), and beside it what must come out:",
      "NAME.truth.csv, a line a row, and NAME.summary.json, the totals. The same seed and options",
      "give the same bytes on any machine. Ads are Zipf distributed, the rate is diurnal; there are",
      "duplicates, events out of order, and lines that are broken, too old or in the future.",
      "With --orders also NAME.orders.tsv and NAME.campaigns.tsv, and in NAME.orders.truth.csv what",
      "each order is credited to: part of the orders cancelled, late, before their touch, on the",
      "edges of windows and of changes of campaigns. Touches of one millisecond are among them, but",
      "no order where only the order of arrival could tell them apart: of one type, with ids whose",
      "SHA-256 begins with the same 12 bits."
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

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of all chance.")
  private long seed;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Events that are to be accepted.")
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
      description = "Regions, separated by commas.")
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
      description = "How much broker time the events cover.")
  private Duration span;

  @Option(
      names = "--duplicates",
      paramLabel = "SHARE",
      defaultValue = "0.006",
      description = "Share of events that come once more.")
  private double duplicates;

  @Option(
      names = "--malformed",
      paramLabel = "SHARE",
      defaultValue = "0.003",
      description = "Share of lines that are to be refused.")
  private double malformed;

  @Option(
      names = "--orders",
      paramLabel = "N",
      defaultValue = "0",
      description = "Orders, with their campaigns.")
  private int orders;

  @Parameters(paramLabel = "FILE", description = "Where to write; ends in .tsv or .tsv.gz.")
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
        "%,d lines: %,d to be accepted, %,d duplicates, %,d to be refused; %,d rows%n",
        summary.lines(),
        summary.accepted(),
        summary.duplicates(),
        summary.refused(),
        summary.rows());
    out.printf("%s%n%s%n%s%n", files.events(), files.truth(), files.summary());
    if (summary.orders() != null) {
      out.println(summary.orders().line());
      out.printf("%s%n%s%n%s%n", files.orders(), files.campaigns(), files.ordersTruth());
    }
    return Exit.OK;
  }
}
