package dev.tally.bench;

import dev.tally.cli.Main;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The entry point of a JVM that runs a {@code ./tally} command until the JVM is stopped, and writes
 * {@link ProgressSamples} meanwhile.
 */
final class SampledJobMain {
  private SampledJobMain() {}

  /** Returns the arguments of {@link #main}. */
  static List<String> arguments(Path samples, String topic, List<String> command) {
    List<String> arguments = new ArrayList<>(List.of(samples.toString(), topic));
    arguments.addAll(command);
    return arguments;
  }

  /**
   * Runs a command.
   *
   * @param args the file of the samples, the topic whose records are counted, and the arguments of
   *     {@code ./tally}
   */
  public static void main(String[] args) throws Exception {
    CountingMain.exitWithParent();
    ProgressSampler.start(args[1], Path.of(args[0]));
    Main.main(List.of(args).subList(2, args.length).toArray(String[]::new));
  }
}
