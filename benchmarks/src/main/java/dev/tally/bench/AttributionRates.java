package dev.tally.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.tally.bench.JobSettings.Backend;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs both jobs in turn on the same touches and orders ({@link Traffic}), for some rounds, and
 * compares each result with the oracle.
 */
final class AttributionRates {
  private static final long AT_MOST_SECONDS = 300;

  /**
   * The minimum time from the first checkpoint to the first touch or order. The campaigns, which
   * are emitted right after the first checkpoint, are known by then.
   */
  private static final Duration CAMPAIGNS_FIRST = Duration.ofSeconds(1);

  private static final OperatingSystemMXBean CPU =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Path directory;
  private final Duration interval;
  private final Backend backend;
  private final Consumer<String> console;

  /**
   * Creates a comparison.
   *
   * @param directory for checkpoints
   * @param interval from one checkpoint to the next
   * @param console receives lines for the user
   */
  AttributionRates(Path directory, Duration interval, Backend backend, Consumer<String> console) {
    this.directory = directory;
    this.interval = interval;
    this.backend = backend;
    this.console = console;
  }

  /**
   * Runs the comparison. Before the first round, each job processes half of the traffic without
   * being measured, so that the JVM has compiled its code.
   */
  AttributionReport run(Traffic traffic, int rounds) throws Exception {
    Traffic half = new Traffic(traffic.touches() / 2 + 1, traffic.orders() / 2 + 1);
    Map<String, Credited> truthOfHalf = TrafficTruth.of(half);
    for (Attributor attributor : Attributor.values()) {
      console.accept("warm-up  " + run(attributor, half, truthOfHalf, "warm-up", Duration.ZERO));
    }
    Map<String, Credited> truth = TrafficTruth.of(traffic);
    AttributionReport report = new AttributionReport(traffic);
    for (int round = 1; round <= rounds; round++) {
      Duration begin = interval.multipliedBy(round - 1).dividedBy(rounds);
      for (Attributor attributor : Attributor.values()) {
        AttributionReport.Run run = run(attributor, traffic, truth, "round-" + round, begin);
        report.add(run);
        console.accept("round %d  %s".formatted(round, run));
      }
    }
    return report;
  }

  @SuppressWarnings("try") // The job runs until it is closed.
  private AttributionReport.Run run(
      Attributor attributor,
      Traffic traffic,
      Map<String, Credited> truth,
      String name,
      Duration begin)
      throws Exception {
    String run = "bench-%s-%s-%s".formatted(attributor, backend, name);
    MakeArrivals arrivals = MakeArrivals.of(run, traffic, begin.plus(CAMPAIGNS_FIRST).toMillis());
    Path itsDirectory = directory.resolve(run);
    JobSettings settings = new JobSettings(itsDirectory, interval, 0, backend);
    CreditLog log = CreditLog.open(run, truth);
    try (BenchJob job = attributor.start(settings, arrivals)) {
      RunLog.of(run).open().join();
      long cpuBefore = CPU.getProcessCpuTime();
      long end = log.await(AT_MOST_SECONDS);
      double cpu = (CPU.getProcessCpuTime() - cpuBefore) / 1e9;
      double seconds = (end - RunLog.of(run).began().orElseThrow()) / 1e9;
      return new AttributionReport.Run(
          attributor, traffic, seconds, cpu, log.records(), log.isTrue(), log.differences());
    } finally {
      CreditLog.close(run);
      Directories.delete(itsDirectory);
    }
  }
}
