package dev.tally.scenarios.chaos;

import dev.tally.io.clickhouse.ClickHouseAddress;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.OnOlderSavepoint;
import dev.tally.io.pinot.PinotTables;
import dev.tally.operations.TallyTopics;
import dev.tally.scenarios.chaos.LoadJob.Store;
import dev.tally.scenarios.chaos.LoadSchedule.Kind;
import dev.tally.scenarios.verify.ClickHouseStoredTable;
import dev.tally.scenarios.verify.HiveStoredTable;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import dev.tally.transforms.codec.DefaultNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Runs the union jobs of two regions through seeded faults. Both jobs load the same Hive table, and
 * on request the same ClickHouse table, except in schedules in which only the first region's job
 * does; that job also loads Pinot. Meanwhile readers poll the stores and a compactor runs.
 * Afterwards the stores and topics are compared with the records that were sent.
 *
 * <p>Errors: {@link IOException} if a server or a job does not start.
 */
public final class LoadChaos {
  private final LocalStack first;
  private final LocalStack other;
  private final Consumer<String> console;
  private final boolean withClickHouse;

  /**
   * Creates a run that kills servers of both stacks.
   *
   * @param first servers of the first region, with Flink and Hive for both regions
   * @param other Kafka of the other region
   * @param console receives lines of output for the user
   */
  public LoadChaos(LocalStack first, LocalStack other, Consumer<String> console) {
    this(first, other, console, false);
  }

  private LoadChaos(
      LocalStack first, LocalStack other, Consumer<String> console, boolean withClickHouse) {
    this.first = first.withFlinkLibrary(System.getProperty("java.class.path"));
    this.other = other;
    this.console = console;
    this.withClickHouse = withClickHouse;
  }

  /** Returns a run that also loads ClickHouse, in the first region's stack, and kills it. */
  public LoadChaos withClickHouse() {
    return new LoadChaos(first, other, console, true);
  }

  /** Runs the schedules of these seeds one after the other. */
  public LoadReport run(LongStream seeds) throws IOException, InterruptedException {
    LoadReport report = new LoadReport();
    up();
    for (long seed : seeds.toArray()) {
      long started = System.nanoTime();
      LoadSchedule schedule = LoadSchedule.of(seed, withClickHouse);
      LoadReport.End end = run(schedule, report);
      report.add(end);
      console.accept(
          "seed %-4d %s ─► %s, %.0f s"
              .formatted(seed, schedule, end, (System.nanoTime() - started) / 1e9));
    }
    return report;
  }

  /** Starts the servers that are not running. */
  private void up() {
    first.up(Server.KAFKA, Server.PINOT, Server.TASKMANAGER, Server.HIVESERVER);
    if (withClickHouse) {
      first.up(Server.CLICKHOUSE);
    }
    other.up(Server.KAFKA);
  }

  /** Returns the stores that a region's job loads. */
  private Set<Store> stores(boolean loadsPinot, boolean loadsShared) {
    Set<Store> stores = EnumSet.noneOf(Store.class);
    if (loadsPinot) {
      stores.add(Store.PINOT);
    }
    if (loadsShared) {
      stores.add(Store.HIVE);
    }
    if (loadsShared && withClickHouse) {
      stores.add(Store.CLICKHOUSE);
    }
    return stores;
  }

  private ClickHouseProbe clickHouseProbe(String name) {
    String view = DefaultNames.CLICKHOUSE_DATABASE + "." + LoadJob.table(name) + "_latest";
    return new ClickHouseProbe(
        withClickHouse
            ? new ClickHouseStoredTable(ClickHouseAddress.at(first.clickHouse()), view)
            : null);
  }

  private LoadReport.End run(LoadSchedule schedule, LoadReport report)
      throws IOException, InterruptedException {
    String name = "load-" + schedule.seed();
    KafkaCluster here = KafkaCluster.at(first.kafkaBootstrap());
    KafkaCluster there = KafkaCluster.at(other.kafkaBootstrap());
    LoadJob.createTopics(here, name);
    LoadJob.createTopics(there, name);
    Path breakpoint = Files.createDirectories(first.dataDir().resolve("breakpoints").resolve(name));
    OnOlderSavepoint onOlder =
        schedule.goesBack() ? OnOlderSavepoint.RECONCILE : OnOlderSavepoint.REFUSE;
    List<LoadJob> jobs =
        List.of(
            new LoadJob(
                first,
                name,
                "first",
                first.kafkaBootstrap(),
                "other=" + other.kafkaBootstrap(),
                breakpoint,
                onOlder,
                stores(true, true)),
            new LoadJob(
                first,
                name,
                "other",
                other.kafkaBootstrap(),
                "first=" + first.kafkaBootstrap(),
                breakpoint,
                onOlder,
                stores(false, !schedule.alone())));
    HiveProbe hive =
        new HiveProbe(new HiveStoredTable(first.hive().jdbcUrl(), LoadJob.table(name)));
    ClickHouseProbe clickHouse = clickHouseProbe(name);
    List<KafkaCluster> regions = List.of(here, there);
    try (LoadSender sender = LoadSender.start(regions, LoadJob.adMetrics(name), schedule.seed());
        PinotProbe pinot = new PinotProbe(first.pinotBroker(), LoadJob.table(name))) {
      UnionProbe topics =
          new UnionProbe(regions, LoadJob.adMetrics(name), LoadJob.allAdMetrics(name));
      LoadRun run =
          new LoadRun(
              jobs,
              new Breakpoint(breakpoint),
              new LoadRun.Probes(hive, pinot, clickHouse, topics),
              this::inject,
              report);
      LoadReport.End end = run.run(schedule, sender);
      report.readers(hive, pinot, clickHouse);
      // Otherwise the servers would have more to recover after each kill.
      TallyTopics.delete(here, LoadJob.topicNames(name));
      TallyTopics.delete(there, LoadJob.topicNames(name));
      PinotTables.at(first.pinotController()).dropTable(LoadJob.table(name));
      PinotTables.at(first.pinotController()).dropTable(LoadJob.table(name) + "_orders");
      return end;
    }
  }

  /** Kills the server that a fault affects, and restarts it after a while. */
  private void inject(Kind kind, int downMillis) throws InterruptedException {
    switch (kind) {
      case TASK_MANAGER, IN_STAGING, STAGED, COMMITTED -> first.kill(Server.TASKMANAGER);
      case BROKER -> first.kill(Server.KAFKA);
      case OTHER_BROKER -> other.kill(Server.KAFKA);
      case PINOT -> first.kill(Server.PINOT);
      case METASTORE -> first.kill(Server.METASTORE);
      case CLICKHOUSE -> first.kill(Server.CLICKHOUSE);
      case OLDER_CHECKPOINT -> {
        return;
      }
    }
    Thread.sleep(downMillis);
    up();
  }
}
