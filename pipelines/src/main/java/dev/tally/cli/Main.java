package dev.tally.cli;

import dev.failsafe.FailsafeException;
import dev.tally.io.hive.HiveException;
import dev.tally.io.pinot.PinotException;
import dev.tally.stack.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of {@code ./tally}. */
@Command(
    name = "tally",
    mixinStandardHelpOptions = true,
    version = "tally 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    description = "Counts every ad event exactly once, in real time.",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      TopicsCommand.class,
      SendCommand.class,
      GenerateCommand.class,
      RunCommand.class,
      StopCommand.class,
      StatusCommand.class,
      QueryCommand.class,
      VerifyCommand.class,
      HiveCommand.class,
      PruneCommand.class,
      ChaosCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  ./tally demo                      everything at once, proven at the end",
      "  ./tally up && ./tally topics      servers and topics on this machine",
      "  ./tally run aggregation           the job, until Ctrl-C",
      "  ./tally send events.json          a file of events, a value a line",
      "  ./tally bench kafka-sink          how fast the sink is, beside Flink's and Beam's",
      "",
      "Exit codes: 0 done, 1 differences or a failed job, 2 wrong arguments,",
      "            3 a server or a file could not be reached, 130 Ctrl-C, 143 SIGTERM."
    })
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** All commands; {@code ./tally bench} adds its own. */
  public static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((e, command, parsed) -> report(e, command));
  }

  private static int report(Exception thrown, CommandLine command) {
    Throwable e = thrown;
    while ((e instanceof CompletionException || e instanceof FailsafeException)
        && e.getCause() != null) {
      e = e.getCause();
    }
    LoggerFactory.getLogger(Main.class).debug("Command failed", e);
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    command.getErr().println(command.getColorScheme().errorText(message));
    if (e instanceof IllegalArgumentException) {
      return Exit.USAGE;
    }
    if (e instanceof IOException
        || e instanceof UncheckedIOException
        || e instanceof KafkaException
        || e instanceof ExecutionException
        || e instanceof StackException
        || e instanceof PinotException
        || e instanceof HiveException) {
      return Exit.UNAVAILABLE;
    }
    e.printStackTrace(command.getErr());
    return Exit.DIFFERENT;
  }
}
