package dev.tally.cli;

import dev.tally.operations.FlinkJob;
import dev.tally.runners.FlinkRest;
import dev.tally.runners.FlinkRest.Job;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stops a job on a Flink cluster. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = {
      "Stop a job on a Flink cluster and print how to resume it.",
      "",
      "With --savepoint, the job resumes from a savepoint that contains everything it has"
          + " processed; otherwise it resumes from its last checkpoint."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally stop tally-aggregation --savepoint",
      "  ./tally stop 0a1b2c3d4e5f60718293a4b5c6d7e8f9 --flinkMaster=jobmanager:8081"
    })
final class StopCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  @Spec private CommandSpec spec;
  @Mixin private FlinkTarget target;

  @Parameters(paramLabel = "JOB", description = "The job's name or id.")
  private String nameOrId;

  @Option(
      names = "--savepoint",
      description =
          "Take a savepoint before the job stops and print its path; if the savepoint fails,"
              + " the job keeps running.")
  private boolean savepoint;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    FlinkRest flink = target.flink();
    Job job = running(flink);
    String sinkGroup = flink.options(job).getOrDefault("sinkGroup", "");
    if (savepoint) {
      String path = flink.stopWithSavepoint(job, TIMEOUT);
      out.printf("stopped   %s (%s)%nsavepoint %s%n", job.name(), job.id(), path);
      out.println(FlinkJob.resumption(path, sinkGroup));
    } else {
      flink.cancel(job, TIMEOUT);
      out.printf("cancelled %s (%s)%n", job.name(), job.id());
      flink.retainedCheckpoints(job).stream()
          .findFirst()
          .ifPresent(path -> out.println(FlinkJob.resumption(path, sinkGroup)));
    }
    return Exit.OK;
  }

  private Job running(FlinkRest flink) throws IOException {
    return flink
        .job(nameOrId)
        .filter(job -> !job.hasEnded())
        .orElseThrow(() -> new IllegalArgumentException(noneRuns(flink)));
  }

  private String noneRuns(FlinkRest flink) {
    try {
      List<Job> jobs = flink.jobs();
      String known =
          jobs.stream()
              .map(job -> "%s (%s) %s".formatted(job.name(), job.id(), job.state()))
              .collect(Collectors.joining(", "));
      return "No job %s is running at %s. The jobs there are: %s"
          .formatted(nameOrId, target.url(), known.isEmpty() ? "none" : known);
    } catch (IOException e) {
      return "No job %s is running at %s.".formatted(nameOrId, target.url());
    }
  }
}
