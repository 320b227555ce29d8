package dev.tally.scenarios.demo;

import static dev.tally.scenarios.demo.RegionsInput.FIRST;
import static dev.tally.scenarios.demo.RegionsInput.SECOND;

import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import dev.tally.truth.compare.Differences;
import dev.tally.truth.compare.OrdersTruth;
import dev.tally.truth.compare.Truth;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Runs two regions on one machine, each with its own Kafka and its own jobs. Both regions load the
 * same tables of Hive and, on request, of ClickHouse, and only the first region has Pinot. The demo
 * kills the second region's Kafka for a while and waits until the first region's records are loaded
 * nevertheless. Then it compares every row of these stores and of each region's merged topics with
 * the truth.
 *
 * <p>Each event goes to the region that it names, but each order goes to either region by its id,
 * so a user may click in one region and order in the other.
 *
 * <p>Errors: {@link IOException} if a step times out; the message says where the logs are.
 */
public final class RegionsDemo {
  private static final Pattern ORDER_ID = Pattern.compile("\"order_id\":\"([^\"]*)\"");
  private static final int CHECKPOINTS_TO_DRAIN = 3;
  private static final long NANOS = 1_000_000_000;

  /**
   * The input is divided into this many equal parts. The second region's Kafka is down while the
   * first region receives part 2.
   */
  private static final int PARTS = 4;

  /**
   * The minimum time between two slices, into which part 2 is divided. The slices are sent at equal
   * intervals over the time for which the second region has no Kafka; if that time is shorter than
   * this minimum, part 2 is one slice.
   */
  private static final Duration SLICE_TIME = Duration.ofSeconds(20);

  private final DemoEnvironment firstEnvironment;
  private final DemoEnvironment secondEnvironment;
  private final Duration hold;
  private final @Nullable Path log;
  private final boolean withClickHouse;

  /**
   * Creates a demo.
   *
   * @param first the first region, which also has Pinot and Hive
   * @param hold minimum time for which the second region has no Kafka
   */
  public RegionsDemo(DemoEnvironment first, DemoEnvironment second, Duration hold) {
    this(first, second, hold, null, false);
  }

  private RegionsDemo(
      DemoEnvironment first,
      DemoEnvironment second,
      Duration hold,
      @Nullable Path log,
      boolean withClickHouse) {
    firstEnvironment = first;
    secondEnvironment = second;
    this.hold = hold;
    this.log = log;
    this.withClickHouse = withClickHouse;
  }

  /**
   * Returns a demo that uses recorded clicks and orders from a directory instead of generated ones;
   * {@link RegionsInput#of} lists the files.
   */
  public RegionsDemo of(Path log) {
    return new RegionsDemo(firstEnvironment, secondEnvironment, hold, log, withClickHouse);
  }

  /** Returns a demo that also loads ClickHouse. */
  public RegionsDemo withClickHouse() {
    return new RegionsDemo(firstEnvironment, secondEnvironment, hold, log, true);
  }

  /** Runs the demo and returns how the results differ from the truth. */
  public DemoResult run() throws IOException {
    report(
        "1. Starting two Kafka brokers, %s for both regions, and the first region's Pinot"
            .formatted(withClickHouse ? "Hive and ClickHouse" : "Hive"));
    firstEnvironment.open(servers());
    secondEnvironment.open(Server.KAFKA);

    report("2. Preparing events, orders and campaigns with their expected results");
    RegionsInput input = input();
    RegionFiles all = input.lines();
    RegionFiles ofFirst =
        all.in(firstEnvironment.dir().resolve("input"), line -> !isOfSecond(line));
    RegionFiles ofSecond =
        all.in(secondEnvironment.dir().resolve("input"), RegionsDemo::isOfSecond);

    Truth metrics = Truth.read(input.metrics());
    OrdersTruth credits = OrdersTruth.read(input.credits());
    List<DemoStore> stores =
        new ArrayList<>(DemoStore.tables(firstEnvironment.servers(), metrics, credits));
    if (withClickHouse) {
      stores.addAll(DemoStore.clickHouse(firstEnvironment.servers(), metrics, credits));
    }
    stores.addAll(DemoStore.topics(FIRST, firstEnvironment.kafka(), metrics, credits));
    stores.addAll(DemoStore.topics(SECOND, secondEnvironment.kafka(), metrics, credits));
    try (DemoRegion first = new DemoRegion(FIRST, firstEnvironment, ofFirst);
        DemoRegion second = new DemoRegion(SECOND, secondEnvironment, ofSecond)) {
      return new Scenario(first, second, stores, input.times()).run();
    }
  }

  /** Returns the first region's servers. */
  private Server[] servers() {
    return withClickHouse
        ? new Server[] {Server.PINOT, Server.HIVESERVER, Server.CLICKHOUSE}
        : new Server[] {Server.PINOT, Server.HIVESERVER};
  }

  /** Returns the options of the union jobs that name the stores of all regions. */
  private List<String> sharedStores() {
    LocalStack servers = firstEnvironment.servers();
    List<String> options = new ArrayList<>();
    options.add("--hiveMetastore=" + servers.hive().metastore());
    options.add("--hiveDelay=5s");
    if (withClickHouse) {
      options.add("--clickHouseUrl=" + servers.clickHouse());
      options.add("--clickHouseDelay=2s");
    }
    return options;
  }

  private RegionsInput input() throws IOException {
    return log == null
        ? RegionsInput.generated(firstEnvironment.dir())
        : RegionsInput.of(log, firstEnvironment.dir());
  }

  /** Assigns an order by its id, and any other line by its region. */
  private static boolean isOfSecond(String line) {
    Matcher order = ORDER_ID.matcher(line);
    return order.find()
        ? order.group(1).hashCode() % 2 == 0
        : line.contains("\"region\":\"" + SECOND + "\"");
  }

  private void report(String line) {
    firstEnvironment.report(line);
  }

  /** Runs the jobs of both regions and kills the second region's Kafka. */
  private final class Scenario {
    private final DemoRegion first;
    private final DemoRegion second;
    private final List<DemoStore> stores;
    private final ReplayTimes times;
    private final RegionRows rows;
    private final Watch watch;

    Scenario(DemoRegion first, DemoRegion second, List<DemoStore> stores, ReplayTimes times) {
      this.first = first;
      this.second = second;
      this.stores = stores;
      this.times = times;
      rows = new RegionRows(firstEnvironment.servers(), withClickHouse);
      watch =
          new Watch(
              firstEnvironment::report,
              firstEnvironment.dir().resolve("logs"),
              this::checkAlive,
              () ->
                  "first region %s, second region %s"
                      .formatted(first.progress(), second.progress()));
    }

    private void checkAlive() throws IOException {
      first.checkAlive();
      second.checkAlive();
    }

    DemoResult run() throws IOException {
      report("3. Running three jobs in each region on Flink with a checkpoint every 3 s");
      first.start(second, sharedStores());
      second.start(first, sharedStores());
      first.sendUntil(times.at(1, PARTS));
      second.sendUntil(times.at(1, PARTS));
      awaitRows(FIRST, times.start());
      awaitRows(SECOND, times.start());
      final double downSeconds = holdSecond();
      report("5. Restarting the second region's Kafka");
      second.startKafka();
      second.sendUntil(times.at(2, PARTS));
      first.sendUntil(times.end());
      second.sendUntil(times.end());
      return compare(downSeconds);
    }

    /**
     * Kills the second region's Kafka, and meanwhile sends part 2 of the first region's input in
     * slices. After each slice, waits until the stores have rows of minutes that no earlier slice
     * has.
     */
    private double holdSecond() throws IOException {
      report("4. Killing the second region's Kafka (kill -9) for %s".formatted(hold));
      second.killKafka();
      final long killed = System.nanoTime();
      int slices = (int) Math.max(1, hold.dividedBy(SLICE_TIME));
      for (int i = 1; i <= slices; i++) {
        first.sendUntil(times.at(slices + i, PARTS * slices));
        awaitRows(FIRST, times.at(slices + i - 1, PARTS * slices));
        long due = killed + hold.toNanos() * i / slices;
        watch.await("the next slice of the input", () -> System.nanoTime() >= due);
      }
      return (System.nanoTime() - killed) / (double) NANOS;
    }

    private void awaitRows(String region, Instant since) throws IOException {
      for (String store : rows.stores()) {
        watch.await(
            "rows of %s since %s in %s".formatted(region, since, store),
            () -> !rows.newest(store, region).isBefore(since));
      }
      report(
          "  %s have rows of %s since %s"
              .formatted(String.join(" and ", rows.stores()), region, since));
    }

    private DemoResult compare(double downSeconds) throws IOException {
      report(
          "6. Comparing %s and the merged topics of both regions with the expected rows"
              .formatted(String.join(", ", rows.stores())));
      for (DemoStore store : stores) {
        awaitTruth(store);
      }
      awaitLoads(first);
      awaitLoads(second);
      Map<String, Differences> found = new LinkedHashMap<>();
      for (DemoStore store : stores) {
        found.put(store.name(), store.differences());
      }
      Map<String, Long> peaks = new TreeMap<>(firstEnvironment.peaks());
      return new RegionsReport(found, downSeconds, first.dropped() + second.dropped(), peaks);
    }

    /**
     * Waits until a store has the expected rows. After a timeout the demo continues, and the report
     * shows the differences.
     */
    private void awaitTruth(DemoStore store) {
      try {
        watch.await("the expected rows in " + store.name(), () -> store.differences().none());
        report("  %s has the expected rows".formatted(store.name()));
      } catch (IOException e) {
        report("  " + e.getMessage());
      }
    }

    /**
     * Waits for some more checkpoints, so that everything a job may still have to load is loaded.
     */
    private void awaitLoads(DemoRegion region) throws IOException {
      long drained = region.loads() + CHECKPOINTS_TO_DRAIN;
      watch.await("the last checkpoints", () -> region.loads() >= drained);
    }
  }
}
