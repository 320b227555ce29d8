package dev.tally.bench;

import dev.tally.bench.ProbeTimes.Place;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.pinot.PinotException;
import dev.tally.io.pinot.PinotQuery;
import dev.tally.io.pinot.PinotTables;
import dev.tally.operations.TallyTopics;
import dev.tally.pipelines.union.UnionTables;
import dev.tally.runners.Checkpoint;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import dev.tally.transforms.codec.DefaultNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Runs the aggregation job, the union job and Pinot, sends events at a steady rate, and measures
 * how long the count of an event needs until Pinot returns it.
 */
final class FreshnessRun implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration DRAIN = Duration.ofMinutes(3);
  private static final Duration MOST_WARM_UP = Duration.ofMinutes(10);
  private static final long REPORT_EVERY_MILLIS = 60_000;

  private final FreshnessSettings settings;
  private final LocalStack stack;
  private final Consumer<String> console;
  private final ProbeTimes probes;
  private final List<FreshnessJob> jobs = new ArrayList<>();

  /**
   * The result of a run.
   *
   * @param topRate events per second of the calibration; 0 if there was none
   * @param rate events per second that were sent while it was measured
   * @param counts counts per second, of all revisions, that the aggregation job wrote meanwhile
   * @param probes the number of measured probes
   * @param missing measured probes that did not become queryable
   * @param events the number of all events sent
   * @param counted the number of events in Pinot at the end
   * @param cores CPU seconds per second of each job's JVM, by the name of the job
   */
  record Result(
      FreshnessFigures figures,
      long topRate,
      double rate,
      double counts,
      long probes,
      long missing,
      long events,
      long counted,
      long queries,
      Map<String, Double> cores,
      Map<String, Integer> checkpoints) {
    boolean sound() {
      return missing == 0 && counted == events;
    }
  }

  FreshnessRun(FreshnessSettings settings, LocalStack stack, Consumer<String> console) {
    this.settings = settings;
    this.stack = stack;
    this.console = console;
    this.probes =
        new ProbeTimes(
            Math.toIntExact(
                settings.length().plus(MOST_WARM_UP).toMillis() / FreshnessSender.PROBE_MILLIS));
  }

  Result run() throws Exception {
    stack.up(Server.KAFKA, Server.PINOT);
    KafkaCluster kafka = KafkaCluster.at(stack.kafkaBootstrap());
    TallyTopics.create(kafka, TallyTopics.all(OutputTopic.PARTITIONS, false));
    startJobs();
    try (FreshnessSender sender = new FreshnessSender(kafka, probes);
        ProbeReaders readers = new ProbeReaders(probes);
        PinotQuery pinot = PinotQuery.at(stack.pinotBroker())) {
      readers.read(Place.AD_METRICS, new OutputTopic(kafka, DefaultNames.AD_METRICS));
      if (settings.union()) {
        readers.read(Place.ALL_AD_METRICS, new OutputTopic(kafka, DefaultNames.ALL_AD_METRICS));
      }
      readers.query(stack.pinotBroker(), settings.table());
      awaitStart();
      long topRate = settings.rate() == 0 ? calibrate(sender) : 0;
      long rate = settings.rate() == 0 ? Math.max(1, topRate / 2) : settings.rate();
      sender.start(rate);
      return measure(sender, readers, pinot, topRate);
    }
  }

  private void startJobs() throws IOException {
    Path directory = Files.createDirectories(stack.dataDir().resolve("jobs"));
    String kafka = "--bootstrapServers=" + stack.kafkaBootstrap();
    String parallelism = "--parallelism=" + settings.parallelism();
    String sink = "--kafkaSink=" + settings.kafkaSink();
    jobs.add(
        FreshnessJob.start(
            "aggregation",
            DefaultNames.AD_EVENTS,
            directory,
            List.of(
                kafka,
                parallelism,
                sink,
                "--sinkGroup=bench-aggregation",
                "--earlyPane=" + settings.earlyPane(),
                "--checkpointingInterval=" + settings.checkpoints().toMillis())));
    if (settings.union()) {
      jobs.add(
          FreshnessJob.start(
              "union",
              DefaultNames.AD_METRICS,
              directory,
              List.of(
                  kafka,
                  parallelism,
                  sink,
                  "--consumerGroup=tally-union",
                  "--sinkGroup=bench-union",
                  "--pinotController=" + stack.pinotController(),
                  "--checkpointingInterval=" + settings.unionCheckpoints().toMillis())));
    } else {
      PinotTables.at(stack.pinotController())
          .apply(UnionTables.adMetrics(settings.table(), settings.topic(), stack.kafkaBootstrap()));
    }
    console.accept("servers and jobs started");
  }

  /** Waits until the aggregation job has completed a checkpoint. */
  private void awaitStart() throws IOException, InterruptedException, TimeoutException {
    Deadline deadline = new Deadline(START, "The aggregation job completed no checkpoint");
    while (jobs.get(0).checkpoints().isEmpty()) {
      pause(deadline);
      pollCheckpoints();
    }
  }

  private long calibrate(FreshnessSender sender)
      throws IOException, InterruptedException, TimeoutException {
    long rate = new Calibration(jobs.get(0), sender).eventsPerSecond();
    console.accept("calibration: %,d events, read at %,d/s".formatted(sender.sent(), rate));
    return rate;
  }

  private Result measure(
      FreshnessSender sender, ProbeReaders readers, PinotQuery pinot, long topRate)
      throws Exception {
    awaitWarmUp(sender, readers);
    long began = System.currentTimeMillis();
    long sentBefore = sender.sent();
    long countsBefore = readers.counts();
    int from = sender.sentProbes();
    console.accept(
        "the first probes are queryable; measuring for %d s"
            .formatted(settings.length().toSeconds()));
    long reported = began;
    while (System.currentTimeMillis() - began < settings.length().toMillis()) {
      Thread.sleep(1_000);
      check(sender, readers);
      pollCheckpoints();
      if (System.currentTimeMillis() - reported > REPORT_EVERY_MILLIS) {
        reported += REPORT_EVERY_MILLIS;
        console.accept(
            "  %,d events sent, %,d of %,d probes queryable"
                .formatted(
                    sender.sent(),
                    probes.count(Place.PINOT, from, sender.sentProbes()),
                    sender.sentProbes() - from));
      }
    }
    int to = sender.sentProbes();
    long ended = System.currentTimeMillis();
    double rate = (sender.sent() - sentBefore) * 1e3 / (ended - began);
    double counts = (readers.counts() - countsBefore) * 1e3 / (ended - began);
    sender.stop();
    awaitAll(readers, from, to);
    long counted = awaitCounts(pinot, sender.sent());
    pollCheckpoints();
    return new Result(
        figures(from, to),
        topRate,
        rate,
        counts,
        to - from,
        to - from - probes.count(Place.PINOT, from, to),
        sender.sent(),
        counted,
        readers.queries(),
        cores(began, ended),
        jobs.stream()
            .collect(Collectors.toMap(FreshnessJob::name, job -> job.checkpoints().size())));
  }

  private FreshnessFigures figures(int from, int to) {
    Map<Place, List<Checkpoint>> checkpoints = new LinkedHashMap<>();
    for (FreshnessJob job : jobs) {
      checkpoints.put(
          checkpoints.isEmpty() ? Place.AD_METRICS : Place.ALL_AD_METRICS, job.checkpoints());
    }
    return FreshnessFigures.of(probes, from, to, checkpoints);
  }

  private Map<String, Double> cores(long began, long ended) throws IOException {
    Map<String, Double> cores = new LinkedHashMap<>();
    for (FreshnessJob job : jobs) {
      job.cores(began, ended).ifPresent(used -> cores.put(job.name(), used));
    }
    return cores;
  }

  /** Waits until a probe is queryable, and then until all that were sent meanwhile are. */
  private void awaitWarmUp(FreshnessSender sender, ProbeReaders readers)
      throws IOException, InterruptedException, TimeoutException {
    awaitProbe(0, sender, readers);
    awaitProbe(sender.sentProbes(), sender, readers);
  }

  private void awaitProbe(int probe, FreshnessSender sender, ProbeReaders readers)
      throws IOException, InterruptedException, TimeoutException {
    Deadline deadline = new Deadline(START, "Probe %d did not become queryable".formatted(probe));
    while (!probes.has(Place.PINOT, probe)) {
      pause(deadline);
      check(sender, readers);
      pollCheckpoints();
    }
  }

  private void awaitAll(ProbeReaders readers, int from, int to)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + DRAIN.toNanos();
    while (probes.count(Place.PINOT, from, to) < to - from && System.nanoTime() - deadline < 0) {
      Thread.sleep(200);
      readers.check();
      pollCheckpoints();
    }
  }

  /** Waits until Pinot has counted all events, and returns how many it has counted. */
  private long awaitCounts(PinotQuery pinot, long events) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + DRAIN.toNanos();
    long counted = counted(pinot);
    while (counted < events && System.nanoTime() - deadline < 0) {
      Thread.sleep(500);
      counted = counted(pinot);
    }
    return counted;
  }

  private long counted(PinotQuery pinot) throws IOException {
    try {
      return pinot
          .query("SELECT SUM(impressions) AS total FROM " + settings.table(), 1)
          .getLong(0, "total");
    } catch (PinotException e) {
      throw new IOException("The counts cannot be queried: " + e.getMessage(), e);
    }
  }

  private void check(FreshnessSender sender, ProbeReaders readers) throws IOException {
    sender.check();
    readers.check();
    for (FreshnessJob job : jobs) {
      job.check();
    }
  }

  private void pollCheckpoints() throws IOException {
    for (FreshnessJob job : jobs) {
      job.pollCheckpoints();
    }
  }

  private void pause(Deadline deadline) throws IOException, InterruptedException, TimeoutException {
    for (FreshnessJob job : jobs) {
      job.check();
    }
    deadline.pause();
  }

  @Override
  public void close() {
    jobs.forEach(FreshnessJob::close);
  }
}
