package dev.tally.scenarios.demo;

import dev.tally.operations.FreePort;
import dev.tally.operations.JobRun;
import dev.tally.operations.RestPort;
import dev.tally.pipelines.aggregation.AggregationJob;
import dev.tally.pipelines.aggregation.AggregationOptions;
import dev.tally.pipelines.aggregation.AggregationPorts;
import dev.tally.pipelines.aggregation.CheckedAggregationOptions;
import dev.tally.pipelines.aggregation.KafkaAggregationPorts;
import dev.tally.runners.RunnerSettings;
import dev.tally.server.stack.LocalStack;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * Runs the aggregation job on an embedded Flink, with a fault that a file triggers. The demo starts
 * it in a process of its own. The job has the same steps and ports as that of {@code ./tally run
 * aggregation}; {@link FaultyPorts} wraps the ports.
 */
@Command(
    name = FaultyAggregationCommand.NAME,
    hidden = true,
    description = "For the demo: the aggregation job, of which a worker fails once.")
public final class FaultyAggregationCommand implements Callable<Integer> {
  static final String NAME = "run-aggregation-with-fault";
  private static final String JOB = "aggregation";

  @Spec private CommandSpec spec;

  @Option(names = "--dir", required = true, description = "The directory of the demo.")
  private Path directory;

  @Option(
      names = "--faultTrigger",
      required = true,
      paramLabel = "FILE",
      description = "A worker fails once after this file appears.")
  private Path faultTrigger;

  @Unmatched private List<String> beamArguments = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    AggregationOptions options =
        PipelineOptionsFactory.fromArgs(beamArguments.toArray(String[]::new))
            .withValidation()
            .as(AggregationOptions.class);
    options.setRunner(RunnerSettings.defaultRunner());
    options.setJobName("tally-" + JOB);
    options.setConsumerGroup("tally-" + JOB);
    Path jobDirectory = LocalStack.at(directory).jobDirectory(JOB);
    int port = FreePort.find();
    RunnerSettings.complete(options, jobDirectory, port);
    CheckedAggregationOptions checked = CheckedAggregationOptions.check(options);
    PrintWriter out = spec.commandLine().getOut();
    RestPort.Start start =
        on -> {
          RunnerSettings.useRestPort(options, jobDirectory, on);
          return run(options, checked).awaitEnd(out::println);
        };
    return RestPort.free(port).start(start, out::println) ? 0 : 1;
  }

  private JobRun run(AggregationOptions options, CheckedAggregationOptions checked) {
    Pipeline pipeline = Pipeline.create(options);
    AggregationPorts ports = new KafkaAggregationPorts(options, checked);
    AggregationJob.build(pipeline, checked.rules(), new FaultyPorts(ports, faultTrigger));
    return JobRun.of(pipeline, checked.cluster(), options.getConsumerGroup());
  }
}
