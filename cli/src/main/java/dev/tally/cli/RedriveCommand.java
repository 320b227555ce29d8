package dev.tally.cli;

import dev.tally.operations.redrive.Judges;
import dev.tally.operations.redrive.LetterFilter;
import dev.tally.operations.redrive.Redrive;
import dev.tally.operations.redrive.RedriveListener;
import dev.tally.operations.redrive.RedriveReport;
import dev.tally.operations.redrive.RedriveSettings;
import dev.tally.pipelines.options.Problems;
import dev.tally.transforms.codec.DefaultNames;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends dead letters to their raw topics again, each once. */
@Command(
    name = "redrive",
    mixinStandardHelpOptions = true,
    description = {
      "Send dead letters to their raw topics again, each once.",
      "",
      "The command decodes and cleanses the payload of each selected dead letter with the given"
          + " options and sends the payloads that are accepted. Specify the same options as for the"
          + " jobs, and restart the jobs with a corrected mapping or rule before. A letter is sent"
          + " once, even if the command is killed and run again, or run twice at the same time.",
      "",
      "The new record has the time of the redrive as broker time. An event that is older than"
          + " --maxEventAge by then cannot be counted by a running job; it is reported and not sent."
          + " Exit code 1 means that a selected letter can still not be counted."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally redrive --dryRun",
      "  ./tally redrive --reason=WRONG_TYPE --adEventsFormat=segment.yaml --dryRun",
      "  ./tally redrive --reason=WRONG_TYPE --adEventsFormat=segment.yaml",
      "  ./tally redrive --from=2026-03-01T12:00:00Z --to=2026-03-01T13:00:00Z",
      "  ./tally redrive --topic=" + DefaultNames.AD_EVENTS + " --partition=3 --offsets=1200..1300"
    })
final class RedriveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KafkaTarget kafka = new KafkaTarget();
  @Mixin private LettersToRedrive letters = new LettersToRedrive();
  @Mixin private CorrectedRules rules = new CorrectedRules();

  @Option(names = "--dryRun", description = "Show what would be sent without sending it.")
  private boolean dryRun;

  @Option(
      names = "--show",
      description = "Print the payload of the first letter of each line of the result.")
  private boolean show;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Send at most N letters (default: no limit).")
  private @Nullable Long limit;

  @Option(
      names = "--maxRedrives",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Do not send a payload again that was sent N times before and rejected each time"
              + " (default: ${DEFAULT-VALUE}).")
  private int maxRedrives;

  @Option(
      names = "--region",
      paramLabel = "NAME",
      defaultValue = "local",
      description = "The jobs' --region (default: ${DEFAULT-VALUE}).")
  private String region;

  @Option(
      names = "--deadLettersTopic",
      paramLabel = "NAME",
      defaultValue = DefaultNames.DEAD_LETTERS,
      description = "The topic of dead letters (default: ${DEFAULT-VALUE}).")
  private String deadLettersTopic;

  @Option(
      names = "--redrivenTopic",
      paramLabel = "NAME",
      defaultValue = DefaultNames.REDRIVEN,
      description =
          "The topic with a mark of each letter that was sent again; the command creates it"
              + " (default: ${DEFAULT-VALUE}).")
  private String redrivenTopic;

  @Override
  public Integer call() throws IOException {
    Redrive redrive = new Redrive(settings(), progress(), Instant::now);
    RedriveReport report = dryRun ? redrive.dryRun() : redrive.send();
    new RedriveResult(report, show).print(spec.commandLine().getOut(), dryRun);
    return report.isSettled() ? Exit.OK : Exit.DIFFERENT;
  }

  private RedriveSettings settings() throws IOException {
    Problems problems = new Problems();
    LetterFilter filter = letters.filter(problems);
    Judges judges = rules.judges(problems);
    long most = limit == null ? Long.MAX_VALUE : limit;
    problems.require(most > 0, "--limit=%d must be at least 1".formatted(most));
    problems.require(maxRedrives > 0, "--maxRedrives=%d must be at least 1".formatted(maxRedrives));
    problems.throwIfAny();
    return new RedriveSettings(
        kafka.cluster(),
        new RedriveSettings.Topics(deadLettersTopic, redrivenTopic),
        region,
        filter,
        RedriveSettings.Limits.of(most, maxRedrives),
        judges);
  }

  private RedriveListener progress() {
    ProgressLine line = new ProgressLine(spec.commandLine().getErr(), "dead letters read");
    return new RedriveListener() {
      @Override
      public void read(long letters) {
        line.reached(letters);
      }
    };
  }
}
