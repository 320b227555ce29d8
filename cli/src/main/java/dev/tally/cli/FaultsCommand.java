package dev.tally.cli;

import com.google.common.io.Closer;
import dev.tally.scenarios.chaos.ChaosResult;
import dev.tally.server.stack.LocalStack;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Runs jobs on temporary servers while faults are injected, and reports whether the results are
 * correct.
 */
@Command(mixinStandardHelpOptions = true, showDefaultValues = true)
abstract class FaultsCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  private final int regions;

  /**
   * Creates a command.
   *
   * @param regions number of regions, each of which gets its own servers
   */
  FaultsCommand(int regions) {
    this.regions = regions;
  }

  /**
   * Runs the jobs and the faults.
   *
   * @param stacks one per region; they are deleted after the run
   */
  abstract ChaosResult run(List<LocalStack> stacks) throws IOException, InterruptedException;

  @Override
  public final Integer call() throws IOException, InterruptedException {
    boolean sound = false;
    try (Closer closer = Closer.create()) {
      List<LocalStack> stacks = new ArrayList<>();
      List<KeptLogs> logs = new ArrayList<>();
      for (int region = 0; region < regions; region++) {
        LocalStack stack = LocalStack.temporary();
        closer.register(stack::close);
        stacks.add(stack);
        logs.add(closer.register(new KeptLogs(stack, "region-" + region, err())));
      }
      ChaosResult result = run(stacks);
      sound = result.sound();
      result.lines().forEach(this::print);
      if (sound) {
        logs.forEach(KeptLogs::skip);
      }
    }
    return sound ? Exit.OK : Exit.DIFFERENT;
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  final void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
