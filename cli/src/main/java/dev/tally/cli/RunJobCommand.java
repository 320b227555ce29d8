package dev.tally.cli;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.FlinkJob;
import dev.tally.operations.FreePort;
import dev.tally.operations.JobFailure;
import dev.tally.operations.JobRun;
import dev.tally.operations.RestPort;
import dev.tally.pipelines.options.JobOptions;
import dev.tally.pipelines.options.Problems;
import dev.tally.pipelines.options.Ranges;
import dev.tally.runners.FlinkRest;
import dev.tally.runners.RunnerSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * Runs one of Tally's jobs.
 *
 * @param <O> the job's options
 */
abstract class RunJobCommand<O extends JobOptions> implements Callable<Integer> {
  /** A paragraph of the description of every job. */
  static final String WHERE_IT_RUNS =
      "Accepts Tally's options below and any option of Beam and its runners. Without"
          + " --runner, the job runs on an embedded Flink until Ctrl-C, which cancels it. With"
          + " --flinkMaster=HOST:PORT, it runs on a cluster, to which the command uploads the"
          + " class path: Ctrl-C then only stops the progress output, and the job keeps running"
          + " until ./tally stop. The command prints the progress of the job every 5 s.";

  @Spec private CommandSpec spec;
  @Mixin private StackDirectory stack;

  @Option(
      names = {"-h", "--help"},
      description = "Show this help.")
  private boolean help;

  @Option(
      names = "--restPort",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Port of the embedded Flink's REST interface (default: a free port).")
  private int restPort;

  @Option(
      names = "--from",
      paramLabel = "SAVEPOINT",
      description =
          "Resume from a savepoint or from a retained checkpoint of a stopped job; requires"
              + " the --sinkGroup of that job. A URI that the cluster can read, or a path on this"
              + " machine.")
  private @Nullable String from;

  @Unmatched private List<String> beamArguments = new ArrayList<>();

  private final String job;
  private final Class<O> type;

  /**
   * Creates a command.
   *
   * @param job the job's name, for example {@code aggregation}
   */
  RunJobCommand(String job, Class<O> type) {
    this.job = job;
    this.type = type;
  }

  /**
   * A job whose options have been checked.
   *
   * @param cluster the Kafka cluster that the job writes to
   * @param notes warnings for the user, printed before the job starts
   * @param build adds the job's steps to a pipeline
   */
  record Checked(
      KafkaCluster cluster, String sinkGroup, List<String> notes, Consumer<Pipeline> build) {}

  /** Checks the job's options, also against the servers that it uses. */
  abstract Checked check(O options);

  /** Sets options that the user has not specified to the addresses of the local servers. */
  void complete(O options, StackDirectory servers) {}

  @Override
  public final Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (help) {
      spec.commandLine().usage(out);
      out.println(jobOptions());
      return Exit.OK;
    }
    O options = options();
    int port = restPort == 0 ? FreePort.find() : FreePort.required("--restPort", restPort);
    Path directory = stack.stack().jobDirectory(job);
    RunnerSettings.complete(options, directory, port);
    if (RunnerSettings.onRemoteFlink(options)) {
      requireNotRunning(
          String.valueOf(RunnerSettings.restUrl(options, port)), options.getJobName());
    }
    Checked checked = check(options);
    checked.notes().forEach(note -> out.println("note: " + note));
    // Flink's REST interface shows the options, and ./tally stop reads the sink group there.
    options.setSinkGroup(checked.sinkGroup());
    out.printf("sink group %s%n", checked.sinkGroup());
    RestPort rest = restPort == 0 ? RestPort.free(port) : RestPort.only(port);
    RestPort.Start start =
        on -> {
          RunnerSettings.useRestPort(options, directory, on);
          return run(options, checked, on, out);
        };
    return rest.start(start, out::println) ? Exit.OK : Exit.DIFFERENT;
  }

  /** Runs the job, with an embedded Flink on this port unless the options name a cluster. */
  private boolean run(O options, Checked checked, int port, PrintWriter out)
      throws IOException, InterruptedException {
    Pipeline pipeline = Pipeline.create(options);
    checked.build().accept(pipeline);
    JobRun run = JobRun.of(pipeline, checked.cluster(), options.getConsumerGroup());
    String rest = RunnerSettings.restUrl(options, port);
    if (rest != null) {
      out.printf("Flink REST interface: %s%n", rest);
      run = run.on(FlinkJob.of(FlinkRest.at(rest), options.getJobName(), checked.sinkGroup()));
    }
    if (RunnerSettings.onRemoteFlink(options)) {
      out.println("submitting the job and its class path");
      noteSlots(FlinkRest.at(String.valueOf(rest)), options, out);
      run = run.detached();
    }
    out.flush();
    return awaitEnd(run, out);
  }

  private boolean awaitEnd(JobRun run, PrintWriter out) throws IOException, InterruptedException {
    try {
      return run.awaitEnd(out::println);
    } catch (JobFailure e) {
      if (from == null || e.isPortTaken()) {
        throw e;
      }
      throw new IOException(
          "%s%nThe job was started with --from=%s, which must be a savepoint or checkpoint of %s, written by the same version of the job. Name another one, or start without --from and with a new --sinkGroup."
              .formatted(e.getMessage(), from, job),
          e);
    }
  }

  /**
   * Warns if the cluster has too few free slots. The job is submitted nevertheless, because the
   * cluster may still start task managers.
   */
  private static void noteSlots(FlinkRest flink, PipelineOptions options, PrintWriter out)
      throws IOException {
    int free = flink.capacity().freeSlots();
    int wanted = Math.max(1, RunnerSettings.parallelism(options));
    if (free < wanted) {
      out.printf(
          "note: the cluster has %d free slots of %d, and the job needs %d: it waits for free slots and fails after Flink's slot.request.timeout. Stop another job, add a task manager, or lower --parallelism.%n",
          free, flink.capacity().slots(), wanted);
    }
  }

  private static void requireNotRunning(String rest, String name) throws IOException {
    Optional<FlinkRest.Job> running = FlinkRest.at(rest).job(name).filter(job -> !job.hasEnded());
    if (running.isPresent()) {
      throw new IllegalArgumentException(
          "%s is already running at %s (%s): stop it first with ./tally stop, or set another --jobName for this one."
              .formatted(name, rest, running.get().id()));
    }
  }

  private O options() throws Exception {
    List<String> arguments = new ArrayList<>(beamArguments);
    Problems problems = new Problems();
    problems.addAll(RepeatedOptions.problems(arguments, type));
    problems.addAll(EnumOptions.problems(arguments, type));
    problems.throwIfAny();
    O options =
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new)).withValidation().as(type);
    if (arguments.stream().noneMatch(a -> a.startsWith("--runner="))) {
      options.setRunner(RunnerSettings.defaultRunner());
    }
    if (from != null) {
      RunnerSettings.startFrom(options, from);
      if (!RunnerSettings.onRemoteFlink(options)) {
        StartingPoint.requireOnThisMachine(from);
      }
    }
    if (options.getBootstrapServers() == null) {
      options.setBootstrapServers(stack.kafka());
    }
    if (arguments.stream().noneMatch(a -> a.startsWith("--jobName="))) {
      options.setJobName("tally-" + job);
    }
    if (arguments.stream().noneMatch(a -> a.startsWith("--consumerGroup="))) {
      options.setConsumerGroup("tally-" + job);
    }
    complete(options, stack);
    return options;
  }

  private String jobOptions() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PipelineOptionsFactory.printHelp(new PrintStream(bytes, true, StandardCharsets.UTF_8), type);
    String help = bytes.toString(StandardCharsets.UTF_8);
    for (Map.Entry<String, String> range : Ranges.of(type).entrySet()) {
      help =
          help.replaceFirst(
              "(  --%s=.*\n(?:    Default: .*\n)?)".formatted(range.getKey()),
              "$1    Range: %s%n".formatted(range.getValue()));
    }
    return help;
  }
}
