package dev.tally.scenarios.demo;

import dev.tally.operations.DeadLetterCounts;
import dev.tally.scenarios.verify.LatestRevisions;
import dev.tally.scenarios.verify.PinotStoredTable;
import dev.tally.scenarios.verify.StoredRecords;
import dev.tally.scenarios.verify.TopicTable;
import dev.tally.transforms.codec.DefaultNames;
import dev.tally.truth.compare.Differences;
import dev.tally.truth.compare.OrdersComparison;
import dev.tally.truth.compare.OrdersTruth;
import dev.tally.truth.compare.Truth;
import dev.tally.truth.generate.GeneratedFiles;
import dev.tally.truth.generate.OrderPlan;
import dev.tally.truth.generate.OrderSummary;
import dev.tally.truth.generate.Plan;
import dev.tally.truth.generate.Summary;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.joda.time.Instant;

/**
 * Credits orders to the ads that earned them, on one machine. The demo sends orders and ten times
 * as many events through both jobs on Flink. Meanwhile the aggregation job is down for longer than
 * {@code maxEventAge} of broker time, and the attribution job is killed. Then every order, and
 * every row in Pinot, is compared with the truth.
 *
 * <p>The demo is a replay: broker times come from the files, so eight hours of broker time pass as
 * fast as Kafka accepts the lines of these hours.
 *
 * <p>Errors: {@link IOException} if a step times out; the message says where the logs are.
 */
public final class OrdersDemo {
  private static final int EVENTS_AN_ORDER = 10;
  private static final Duration KILL_AFTER = Duration.ofHours(9);
  private static final Duration RESUME_AFTER = Duration.ofHours(17);
  private static final long A_MINUTE = 60_000;
  private static final int CHECKPOINTS_BEFORE_A_KILL = 2;
  private static final int CHECKPOINTS_TO_DRAIN = 2;

  private final DemoEnvironment environment;
  private final int orders;

  /**
   * Creates a demo.
   *
   * @param orders number of orders
   */
  public OrdersDemo(DemoEnvironment environment, int orders) {
    this.environment = environment;
    this.orders = orders;
  }

  /** Returns a plan of one day of events, which are out of order by up to {@code maxEventAge}. */
  static Plan plan(int orders) {
    return Plan.builder()
        .events((long) EVENTS_AN_ORDER * orders)
        .ads(120)
        .campaigns(40)
        .stores(8)
        .users(Math.max(1, orders / 20))
        .lateShare(0.03)
        .maxDelay(Duration.ofHours(6))
        .orders(OrderPlan.of(orders))
        .build();
  }

  /** Runs the demo and returns how the results differ from the truth. */
  public DemoResult run() throws IOException {
    environment.report("1. Starting Kafka and Pinot, each in its own JVM");
    environment.open();

    environment.report("2. Generating events, orders and campaigns with their expected results");
    GeneratedFiles files = GeneratedFiles.at(environment.dir().resolve("events.tsv.gz"));
    Summary summary = files.write(plan(orders), lines -> {});
    OrderSummary planned = Objects.requireNonNull(summary.orders());
    environment.report("  " + summary.line());
    environment.report("  " + planned.line());

    PinotStoredTable table = environment.metrics();
    try (DemoJob attribution = job("attribution");
        DemoJob budget = job("budget");
        DemoJob aggregation = job("aggregation")) {
      Jobs jobs = new Jobs(aggregation, attribution, budget);
      Scenario scenario = new Scenario(jobs, sender(files), summary);
      double seconds = scenario.run();
      return scenario.compare(files, table, seconds);
    }
  }

  private DemoJob job(String name) {
    return new DemoJob(environment, name, "--checkpointingInterval=3000", "--parallelism=2");
  }

  private ReplaySender sender(GeneratedFiles files) {
    return new ReplaySender(
        environment.kafka(),
        Map.of(
            DefaultNames.AD_EVENTS,
            files.events(),
            DefaultNames.ORDERS,
            files.orders(),
            DefaultNames.CAMPAIGNS,
            files.campaigns()));
  }

  /** The jobs of the demo; the budget job is not killed. */
  private record Jobs(DemoJob aggregation, DemoJob attribution, DemoJob budget) {}

  /** Runs the jobs and kills two of them. */
  private final class Scenario {
    private final DemoJob aggregation;
    private final DemoJob attribution;
    private final DemoJob budget;
    private final ReplaySender sender;
    private final Summary summary;
    private final Watch watch;
    private final Instant start;
    private final Instant end;

    Scenario(Jobs jobs, ReplaySender sender, Summary summary) {
      aggregation = jobs.aggregation();
      attribution = jobs.attribution();
      budget = jobs.budget();
      this.sender = sender;
      this.summary = summary;
      watch =
          new Watch(
              environment::report, environment.dir().resolve("logs"), this::checkAlive, this::read);
      ReplayTimes times = ReplayTimes.of(summary);
      start = times.start();
      end = times.end();
    }

    private void checkAlive() throws IOException {
      aggregation.checkAlive();
      attribution.checkAlive();
      budget.checkAlive();
    }

    private String read() throws IOException {
      return "read %,d events, %,d clean events and %,d orders"
          .formatted(
              aggregation.readIn(DefaultNames.AD_EVENTS),
              attribution.readIn(DefaultNames.CLEAN_AD_EVENTS),
              attribution.readIn(DefaultNames.ORDERS));
    }

    /** Returns the seconds from the first line sent to the last order credited. */
    double run() throws IOException {
      environment.report("3. Running three jobs on Flink with a checkpoint every 3 s");
      attribution.start();
      budget.start();
      aggregation.start();
      final long started = System.nanoTime();
      reportSent(sender.sendUntil(later(start, KILL_AFTER)));
      watch.await(
          "the first clean events", () -> attribution.readIn(DefaultNames.CLEAN_AD_EVENTS) > 0);
      awaitCheckpoints(aggregation);
      killAggregation();
      killAttribution();
      reportSent(sender.sendUntil(end));
      long last = end.getMillis() - A_MINUTE;
      watch.await(
          "the end of the files", () -> aggregation.hasReached(DefaultNames.AD_EVENTS, last));
      watch.await(
          "the last orders", () -> attribution.hasReached(DefaultNames.CLEAN_AD_EVENTS, last));
      drain(aggregation);
      drain(attribution);
      return (System.nanoTime() - started) / 1e9;
    }

    private void killAggregation() throws IOException {
      environment.report(
          "4. Killing the aggregation job (kill -9); it is down for eight hours of broker time");
      aggregation.kill();
      reportSent(sender.sendUntil(later(start, RESUME_AFTER)));
      watch.await(
          "the orders of these hours",
          () ->
              attribution.hasReadAll(DefaultNames.ORDERS)
                  && attribution.hasReadAll(DefaultNames.CAMPAIGNS));
      environment.report("  resumed from its last checkpoint");
      aggregation.resume();
    }

    private void killAttribution() throws IOException {
      long before = attribution.readIn(DefaultNames.CLEAN_AD_EVENTS);
      watch.await(
          "new clean events", () -> attribution.readIn(DefaultNames.CLEAN_AD_EVENTS) > before);
      awaitCheckpoints(attribution);
      environment.report("5. Killing the attribution job (kill -9)");
      attribution.kill();
      attribution.resume();
      watch.await("a checkpoint of the resumed job", () -> attribution.completed() > 0);
      environment.report("  resumed from its last checkpoint");
    }

    private void awaitCheckpoints(DemoJob job) throws IOException {
      long before = job.completed();
      watch.await(
          "checkpoints before the kill",
          () -> job.completed() >= before + CHECKPOINTS_BEFORE_A_KILL);
    }

    private void drain(DemoJob job) throws IOException {
      long drained = job.completed() + CHECKPOINTS_TO_DRAIN;
      watch.await("the last checkpoints", () -> job.completed() >= drained);
    }

    private void reportSent(long lines) {
      environment.report("  %,d lines sent".formatted(lines));
    }

    OrdersReport compare(GeneratedFiles files, PinotStoredTable table, double seconds)
        throws IOException {
      environment.report(
          "6. Comparing the orders and the spend in Kafka and the counts in Pinot with the expected"
              + " ones");
      OrdersTruth ordersTruth = OrdersTruth.read(files.ordersTruth());
      OrdersComparison orders =
          StoredRecords.compare(
              new TopicTable(environment.kafka(), DefaultNames.ATTRIBUTED_ORDERS), ordersTruth);
      Truth truth = Truth.read(files.truth());
      List<Differences> counts = new ArrayList<>();
      watch.await(
          "the expected rows in Pinot",
          () -> {
            counts.add(StoredRecords.compare(table, truth));
            return counts.get(counts.size() - 1).none();
          });
      Differences spend = compareSpend(truth);
      watch.await("the counters", () -> attribution.counts("orders_attributed"));
      Map<String, Long> peaks = new TreeMap<>(environment.peaks());
      peaks.put("aggregation (Flink)", aggregation.peakMiB());
      peaks.put("attribution (Flink)", attribution.peakMiB());
      peaks.put("budget (Flink)", budget.peakMiB());
      return new OrdersReport(
          summary,
          orders.found(),
          orders.differences(),
          counts.get(counts.size() - 1),
          spend,
          DeadLetterCounts.of(environment.kafka(), DefaultNames.DEAD_LETTERS),
          Map.of(
              "aggregation",
              aggregation.dropped(),
              "attribution",
              attribution.dropped(),
              "budget",
              budget.dropped()),
          seconds,
          peaks);
    }

    private Differences compareSpend(Truth truth) throws IOException {
      TopicTable topic = new TopicTable(environment.kafka(), DefaultNames.CAMPAIGN_SPEND);
      List<Differences> spend = new ArrayList<>();
      watch.await(
          "the expected spend in Kafka",
          () -> {
            spend.add(StoredRecords.compareSpend(new LatestRevisions(topic), truth));
            return spend.get(spend.size() - 1).none();
          });
      return spend.get(spend.size() - 1).withRepeats(StoredRecords.repeats(topic));
    }
  }

  private static Instant later(Instant time, Duration duration) {
    return Instant.ofEpochMilli(time.getMillis() + duration.toMillis());
  }
}
