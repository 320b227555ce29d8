package dev.tally.cli;

import dev.tally.chaos.Verdict;
import dev.tally.stack.LocalStack;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs jobs through faults, on servers of their own, and tells whether all is still right. */
@Command(mixinStandardHelpOptions = true, showDefaultValues = true)
abstract class FaultsCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  /** Runs them, on servers that are gone afterwards. */
  abstract Verdict run(LocalStack stack) throws IOException, InterruptedException;

  @Override
  public final Integer call() throws IOException, InterruptedException {
    boolean sound = false;
    try (LocalStack stack = LocalStack.temporary();
        KeptLogs logs = new KeptLogs(stack, spec.commandLine().getErr())) {
      Verdict verdict = run(stack);
      sound = verdict.sound();
      verdict.lines().forEach(this::tell);
      logs.keep(!sound);
    }
    return sound ? Exit.OK : Exit.DIFFERENT;
  }

  final void tell(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
