package dev.tally.demo;

import static dev.tally.demo.RegionsInput.FIRST;
import static dev.tally.demo.RegionsInput.SECOND;

import dev.tally.stack.Server;
import dev.tally.verify.Differences;
import dev.tally.verify.OrdersTruth;
import dev.tally.verify.Truth;
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
 * Two regions on one machine, each with a Kafka and all jobs of its own; both load one Hive, and
 * the first has a Pinot. The second region's Kafka is killed for a while, and the first region's
 * records go on loading. Then every row of Pinot, of Hive, and of the topics that the second
 * region's Pinot would read, is compared with the truth.
 *
 * <p>Each event goes to the region that it names, each order to either: so a user may click in one
 * region and order in the other.
 *
 * <p>Errors: an {@link IOException} with what to do if anything does not come about in time.
 */
public final class RegionsDemo {
  private static final Pattern ORDER_ID = Pattern.compile("\"order_id\":\"([^\"]*)\"");
  private static final int CHECKPOINTS_TO_DRAIN = 3;
  private static final long NANOS = 1_000_000_000;

  /** The second region loses its Kafka after one part of the input, for the length of another. */
  private static final int PARTS = 4;

  /** While the second region is down the first is sent a stretch so often. */
  private static final Duration STRETCH = Duration.ofSeconds(20);

  private final Stage firstStage;
  private final Stage secondStage;
  private final Duration hold;
  private final @Nullable Path log;

  /**
   * A demo.
   *
   * @param first has Pinot and Hive beside Kafka
   * @param hold how long the second region has no Kafka, at least
   */
  public RegionsDemo(Stage first, Stage second, Duration hold) {
    this(first, second, hold, null);
  }

  private RegionsDemo(Stage first, Stage second, Duration hold, @Nullable Path log) {
    firstStage = first;
    secondStage = second;
    this.hold = hold;
    this.log = log;
  }

  /**
   * With a log of clicks and orders instead of generated ones; {@link RegionsInput#of} says of
   * which files.
   */
  public RegionsDemo of(Path log) {
    return new RegionsDemo(firstStage, secondStage, hold, log);
  }

  /** Runs it all, and tells how what was found differs from the truth. */
  public Report run() throws IOException {
    tell("1. Starting two Kafkas, a Hive that both regions load, and the first region's Pinot");
    firstStage.open(Server.PINOT, Server.HIVESERVER);
    secondStage.open(Server.KAFKA);

    tell("2. Making events, orders and campaigns ready, and the truth about them");
    RegionsInput input = input();
    RegionFiles all = input.lines();
    RegionFiles ofFirst = all.in(firstStage.dir().resolve("input"), line -> !isOfSecond(line));
    RegionFiles ofSecond = all.in(secondStage.dir().resolve("input"), RegionsDemo::isOfSecond);

    Truth metrics = Truth.read(input.metrics());
    OrdersTruth credits = OrdersTruth.read(input.credits());
    List<DemoStore> stores =
        new ArrayList<>(DemoStore.tables(firstStage.servers(), metrics, credits));
    stores.addAll(DemoStore.topics(FIRST, firstStage.kafka(), metrics, credits));
    stores.addAll(DemoStore.topics(SECOND, secondStage.kafka(), metrics, credits));
    try (DemoRegion first = new DemoRegion(FIRST, firstStage, ofFirst);
        DemoRegion second = new DemoRegion(SECOND, secondStage, ofSecond)) {
      return new Course(first, second, stores, input.times()).play();
    }
  }

  private RegionsInput input() throws IOException {
    return log == null
        ? RegionsInput.generated(firstStage.dir())
        : RegionsInput.of(log, firstStage.dir());
  }

  /** An order goes where its id says, anything else where its region is. */
  private static boolean isOfSecond(String line) {
    Matcher order = ORDER_ID.matcher(line);
    return order.find()
        ? order.group(1).hashCode() % 2 == 0
        : line.contains("\"region\":\"" + SECOND + "\"");
  }

  private void tell(String line) {
    firstStage.tell(line);
  }

  /** What happens to the two regions. */
  private final class Course {
    private final DemoRegion first;
    private final DemoRegion second;
    private final List<DemoStore> stores;
    private final ReplayTimes times;
    private final RegionRows rows;
    private final Watch watch;

    Course(DemoRegion first, DemoRegion second, List<DemoStore> stores, ReplayTimes times) {
      this.first = first;
      this.second = second;
      this.stores = stores;
      this.times = times;
      rows = new RegionRows(firstStage.servers());
      watch =
          new Watch(
              firstStage::tell,
              firstStage.dir().resolve("logs"),
              this::checkAlive,
              () -> "first region %s, second %s".formatted(first.progress(), second.progress()));
    }

    private void checkAlive() throws IOException {
      first.checkAlive();
      second.checkAlive();
    }

    Report play() throws IOException {
      tell("3. Running three jobs in each region on Flink, a checkpoint every 3 s");
      String metastore = firstStage.servers().hive().metastore();
      first.start(second, metastore);
      second.start(first, metastore);
      first.sendUntil(times.at(1, PARTS));
      second.sendUntil(times.at(1, PARTS));
      awaitRows(FIRST, times.start());
      awaitRows(SECOND, times.start());
      final double downSeconds = holdSecond();
      tell("5. The second region's Kafka is started again");
      second.startKafka();
      second.sendUntil(times.at(2, PARTS));
      first.sendUntil(times.end());
      second.sendUntil(times.end());
      return compare(downSeconds);
    }

    /**
     * The first region's records go on loading while the second has no Kafka: of each stretch there
     * are rows of minutes that no earlier stretch has.
     */
    private double holdSecond() throws IOException {
      tell("4. kill -9 of the second region's Kafka, for %s".formatted(hold));
      second.killKafka();
      final long killed = System.nanoTime();
      int stretches = (int) Math.max(1, hold.dividedBy(STRETCH));
      for (int i = 1; i <= stretches; i++) {
        first.sendUntil(times.at(stretches + i, PARTS * stretches));
        awaitRows(FIRST, times.at(stretches + i - 1, PARTS * stretches));
        long due = killed + hold.toNanos() * i / stretches;
        watch.await("the end of a stretch without it", () -> System.nanoTime() >= due);
      }
      return (System.nanoTime() - killed) / (double) NANOS;
    }

    private void awaitRows(String region, Instant since) throws IOException {
      for (String store : rows.stores()) {
        watch.await(
            "rows of %s since %s in %s".formatted(region, since, store),
            () -> !rows.newest(store, region).isBefore(since));
      }
      tell("  Pinot and Hive have rows of %s since %s".formatted(region, since));
    }

    private Report compare(double downSeconds) throws IOException {
      tell("6. Comparing what Pinot, Hive and the topics of all regions say with the truth");
      for (DemoStore store : stores) {
        awaitTruth(store);
      }
      awaitLoads(first);
      awaitLoads(second);
      Map<String, Differences> found = new LinkedHashMap<>();
      for (DemoStore store : stores) {
        found.put(store.name(), store.differences());
      }
      Map<String, Long> peaks = new TreeMap<>(firstStage.peaks());
      return new RegionsReport(found, downSeconds, first.dropped() + second.dropped(), peaks);
    }

    /** One that never says it is told of in the report. */
    private void awaitTruth(DemoStore store) {
      try {
        watch.await(store.name() + " to say the truth", () -> store.differences().none());
        tell("  %s says the truth".formatted(store.name()));
      } catch (IOException e) {
        tell("  " + e.getMessage());
      }
    }

    /** What the jobs may still have to load is loaded. */
    private void awaitLoads(DemoRegion region) throws IOException {
      long drained = region.loads() + CHECKPOINTS_TO_DRAIN;
      watch.await("the last checkpoints", () -> region.loads() >= drained);
    }
  }
}
