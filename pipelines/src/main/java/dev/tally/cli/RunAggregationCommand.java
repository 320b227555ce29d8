package dev.tally.cli;

import dev.tally.demo.FaultyPorts;
import dev.tally.operate.FlinkJob;
import dev.tally.operate.JobRun;
import dev.tally.pipelines.aggregation.AggregationJob;
import dev.tally.pipelines.aggregation.AggregationLaunch;
import dev.tally.pipelines.aggregation.AggregationOptions;
import dev.tally.pipelines.aggregation.AggregationPorts;
import dev.tally.pipelines.aggregation.KafkaAggregationPorts;
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
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Runs the aggregation job: ad events in, counts by ad and minute out, each event once. */
@Command(
    name = "aggregation",
    description = {
      "Count ad events by ad and minute, each once, and tell how it goes.",
      "Takes Tally's options below and any option of Beam and its runners.",
      "Without --runner it runs on an embedded Flink until Ctrl-C, which ends it. With",
      "--flinkMaster=HOST:PORT it runs on a cluster, which it brings its class path to: Ctrl-C ends",
      "the telling, the job runs on until ./tally stop."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally run aggregation",
      "  ./tally run aggregation --input=REPLAY --adEventsTopic=old-events --maxEventAge=100h",
      "  ./tally run aggregation --bootstrapServers=broker-1:9092 --kafkaConfig=client.properties \\",
      "      --flinkMaster=jobmanager:8081 --parallelism=8",
      "  ./tally run aggregation --flinkMaster=jobmanager:8081 --parallelism=8 \\",
      "      --from=SAVEPOINT --sinkGroup=GROUP       as ./tally stop printed them"
    })
final class RunAggregationCommand implements Callable<Integer> {
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
      description = "Port of the embedded Flink's REST interface (default: a free one).")
  private int restPort;

  @Option(
      names = "--from",
      paramLabel = "SAVEPOINT",
      description = {
        "Start where a job stopped: from its savepoint or a checkpoint it left, with the",
        "--sinkGroup it had. A URI that the cluster can read, or a path on this machine."
      })
  private @Nullable String from;

  @Option(
      names = "--faultTrigger",
      paramLabel = "FILE",
      hidden = true,
      description = "For the demo: a worker fails once when the file appears.")
  private @Nullable Path faultTrigger;

  @Unmatched private List<String> beamArguments = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (help) {
      spec.commandLine().usage(out);
      out.println(jobOptions());
      return Exit.OK;
    }
    AggregationOptions options = options();
    int port = restPort == 0 ? FreePort.find() : restPort;
    RunnerSettings.complete(options, stack.path().resolve("aggregation"), port);
    String rest = RunnerSettings.restUrl(options, port);
    if (rest != null && RunnerSettings.onRemoteFlink(options)) {
      requireNotRunning(FlinkRest.at(rest), rest, options.getJobName());
    }
    AggregationLaunch launch = AggregationLaunch.check(options);
    AggregationLaunch.warnings(options, launch).forEach(warning -> out.println("note: " + warning));
    options.setSinkGroup(launch.sinkGroup()); // Flink shows a job's options: stop reads it there.
    Pipeline pipeline = Pipeline.create(options);
    AggregationJob.build(pipeline, launch.rules(), ports(options, launch));
    out.printf("sink group %s%n", launch.sinkGroup());
    JobRun run = JobRun.of(pipeline, launch.cluster(), options.getConsumerGroup());
    if (rest != null) {
      out.printf("Flink answers at %s%n", rest);
      run = run.on(FlinkJob.of(FlinkRest.at(rest), options.getJobName(), launch.sinkGroup()));
    }
    if (RunnerSettings.onRemoteFlink(options)) {
      out.println("submitting the job and its class path");
      run = run.outlivingThisProcess();
    }
    out.flush();
    return run.until(out::println) ? Exit.OK : Exit.DIFFERENT;
  }

  private static void requireNotRunning(FlinkRest flink, String rest, String name)
      throws IOException {
    Optional<FlinkRest.Job> running = flink.job(name).filter(job -> !job.hasEnded());
    if (running.isPresent()) {
      throw new IllegalArgumentException(
          "%s runs already at %s (%s): stop it first with ./tally stop, or give this one another --jobName."
              .formatted(name, rest, running.get().id()));
    }
  }

  private AggregationOptions options() throws Exception {
    List<String> arguments = new ArrayList<>(beamArguments);
    AggregationOptions options =
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new))
            .withValidation()
            .as(AggregationOptions.class);
    if (arguments.stream().noneMatch(a -> a.startsWith("--runner="))) {
      options.setRunner(RunnerSettings.defaultRunner());
    }
    if (from != null) {
      RunnerSettings.startFrom(options, from);
    }
    if (options.getBootstrapServers() == null) {
      options.setBootstrapServers(stack.kafka());
    }
    if (arguments.stream().noneMatch(a -> a.startsWith("--jobName="))) {
      options.setJobName("tally-aggregation");
    }
    return options;
  }

  private AggregationPorts ports(AggregationOptions options, AggregationLaunch launch) {
    AggregationPorts kafka = new KafkaAggregationPorts(options, launch);
    return faultTrigger == null ? kafka : new FaultyPorts(kafka, faultTrigger);
  }

  private static String jobOptions() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PipelineOptionsFactory.printHelp(
        new PrintStream(bytes, true, StandardCharsets.UTF_8), AggregationOptions.class);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
