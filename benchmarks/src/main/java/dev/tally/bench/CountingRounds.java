package dev.tally.bench;

import dev.tally.bench.JobSettings.Backend;
import dev.tally.bench.ProgressSamples.Sample;
import dev.tally.io.kafka.Delivery;
import dev.tally.operations.TallyTopics;
import dev.tally.operations.TallyTopics.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Runs the jobs in turn on the same input, each run in its own JVM, and compares each output. */
final class CountingRounds {
  private static final Duration CLEAN_EVENTS = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(100);

  private final AggregationInput input;
  private final Options options;
  private final Path directory;
  private final java.util.function.Consumer<String> console;

  /**
   * The options of the command that decide what is run.
   *
   * @param jobs in the order of a round
   * @param clean true if the jobs also write the accepted events
   * @param resources of each job
   * @param profile the file to which the job's JVM writes its CPU samples; null for none, which is
   *     necessary if there is more than one run
   */
  record Options(
      List<CountingJob> jobs,
      int rounds,
      Backend backend,
      Delivery kafkaSink,
      boolean clean,
      Resources resources,
      @Nullable Path profile) {}

  /**
   * The resources of a job.
   *
   * @param heap the maximum heap of its JVM, as for {@code -Xmx}, e.g. {@code 2g}
   */
  record Resources(int parallelism, String heap) {
    /** Those of {@code ./tally run} on two cores. */
    static final Resources USUAL = new Resources(Load.LANES, "2g");

    private List<String> jvm() {
      return List.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError");
    }
  }

  /**
   * Creates the rounds.
   *
   * @param directory for checkpoints and logs
   * @param console receives lines for the user
   */
  CountingRounds(
      AggregationInput input,
      Options options,
      Path directory,
      java.util.function.Consumer<String> console) {
    this.input = input;
    this.options = options;
    this.directory = directory;
    this.console = console;
  }

  AggregationReport run() throws Exception {
    AggregationReport report = new AggregationReport(options);
    for (int round = 1; round <= options.rounds(); round++) {
      for (CountingJob job : options.jobs()) {
        CountingRun run = run(job, "bench-%s-%d".formatted(job, round));
        report.add(run);
        console.accept("round %d  %s".formatted(round, run));
      }
    }
    return report;
  }

  private CountingRun run(CountingJob job, String run) throws Exception {
    CountingSettings settings =
        new CountingSettings(
            job,
            run,
            input.bootstrapServers(),
            input.topic(),
            run + "-metrics",
            options.clean() && job.writesCleanEvents() ? run + "-clean" : "",
            run + "-dead-letters",
            options.backend(),
            options.kafkaSink(),
            options.resources().parallelism(),
            Files.createDirectories(directory.resolve(run)));
    List<Topic> topics = topics(settings);
    TallyTopics.create(input.kafka(), topics);
    try {
      return run(settings);
    } finally {
      TallyTopics.delete(input.kafka(), topics.stream().map(Topic::name).toList());
      Directories.delete(settings.directory());
    }
  }

  /** Returns the output topics of a run, with the settings that Tally's topics have. */
  private static List<Topic> topics(CountingSettings settings) {
    List<Topic> topics =
        List.of(
            like("ad-metrics", settings.metricsTopic()),
            like("dead-letters", settings.deadLettersTopic()));
    return settings.writesCleanEvents()
        ? List.of(topics.get(0), topics.get(1), like("clean-ad-events", settings.cleanTopic()))
        : topics;
  }

  private static Topic like(String ours, String name) {
    return TallyTopics.all(OutputTopic.PARTITIONS, true).stream()
        .filter(topic -> topic.name().equals(ours))
        .map(topic -> new Topic(name, topic.partitions(), topic.settings()))
        .findFirst()
        .orElseThrow();
  }

  private CountingRun run(CountingSettings settings) throws Exception {
    Path log = directory.resolve(settings.run() + ".out");
    List<String> more = new ArrayList<>(options.resources().jvm());
    if (options.profile() != null) {
      more.addAll(JobJvm.profiling(options.profile()));
    }
    JobLoad load = new JobLoad(settings);
    OutputTopic metrics = new OutputTopic(input.kafka(), settings.metricsTopic());
    try (VisibleCounts counts = new VisibleCounts(metrics)) {
      long began = System.currentTimeMillis();
      long ended;
      ProgressSamples samples;
      try (JobJvm jvm = JobJvm.start(settings, more, log)) {
        ended = awaitEnd(settings, jvm, counts, load);
        load.poll();
        samples = samplesUntil(ended, settings, jvm);
        awaitCleanEvents(settings, jvm);
      }
      return result(settings, samples, load, new Times(began, ended), counts.records());
    }
  }

  /**
   * Waits until all counts are visible or, if the job only reads, until its JVM has ended. Returns
   * the time at which it found this, in epoch milliseconds.
   */
  private long awaitEnd(CountingSettings settings, JobJvm jvm, VisibleCounts counts, JobLoad load)
      throws IOException, TimeoutException {
    RunProgress progress = RunProgress.of(settings, input);
    while (settings.job().counts()
        ? counts.events() < input.summary().accepted()
        : jvm.isRunning()) {
      counts.poll();
      long now = System.nanoTime();
      long done = progress.done(counts.events());
      Optional<String> line = progress.report(done, now);
      if (line.isPresent()) {
        console.accept(line.get());
        load.poll();
      }
      if (progress.isStalled(done, now)) {
        throw new TimeoutException(progress.stalled(done, jvm.lastLines()));
      }
      if (settings.job().counts() && !jvm.isRunning()) {
        throw new IOException("The job ended before it was stopped:\n" + jvm.lastLines());
      }
    }
    return System.currentTimeMillis();
  }

  /**
   * Waits, after the end of the measurement, until all clean events are visible: the job commits
   * the partitions of a checkpoint one after the other, and must not be stopped in between. Returns
   * after a minute without a new event, so that the comparison reports what is missing.
   */
  private void awaitCleanEvents(CountingSettings settings, JobJvm jvm) throws IOException {
    if (!settings.writesCleanEvents()) {
      return;
    }
    OutputTopic topic = new OutputTopic(input.kafka(), settings.cleanTopic());
    try (Consumer<byte[], byte[]> reader = topic.reader()) {
      long found = 0;
      long changed = System.nanoTime();
      while (found < input.summary().accepted()
          && System.nanoTime() - changed < CLEAN_EVENTS.toNanos()
          && jvm.isRunning()) {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
          if (record.value() != null) {
            found++;
            changed = System.nanoTime();
          }
        }
      }
    }
  }

  /**
   * Waits until the job's JVM has written a sample at or after {@code end}, so that the samples
   * cover the whole run. If the JVM has ended, there may be no such sample.
   */
  private static ProgressSamples samplesUntil(long end, CountingSettings settings, JobJvm jvm)
      throws IOException, InterruptedException, TimeoutException {
    Deadline deadline = new Deadline(Duration.ofSeconds(30), "The job's JVM wrote no sample");
    ProgressSamples samples = ProgressSamples.read(settings.samples());
    while (jvm.isRunning() && samples.at(end).isEmpty()) {
      deadline.pause();
      samples = ProgressSamples.read(settings.samples());
    }
    return samples;
  }

  /** Epoch milliseconds. */
  private record Times(long began, long ended) {}

  private CountingRun result(
      CountingSettings settings, ProgressSamples samples, JobLoad load, Times times, long written)
      throws IOException {
    Sample last = samples.at(times.ended()).orElseGet(samples::last);
    CountingOutput output = settings.job().counts() ? CountingOutput.of(settings, input) : null;
    boolean right = output == null ? samples.read() >= input.lines() : output.right();
    return new CountingRun(
        settings.job(),
        input.lines(),
        (times.ended() - times.began()) / 1e3,
        last.cpuNanos() / 1e9,
        last.vmNanos() / 1e9,
        samples.steady(input.lines()),
        load.use(samples),
        written,
        right,
        output == null ? "%,d records read".formatted(samples.read()) : output.toString());
  }
}
