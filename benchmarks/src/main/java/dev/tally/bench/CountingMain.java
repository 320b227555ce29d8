package dev.tally.bench;

import dev.tally.cli.Main;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;

/**
 * The entry point of the JVM that runs one job of the aggregation benchmark. {@code READ} ends at
 * the end of the topic; the others run until the JVM is stopped.
 */
final class CountingMain {
  private CountingMain() {}

  /** Runs the job that the arguments describe; see {@link CountingSettings#arguments}. */
  public static void main(String[] args) throws Exception {
    CountingSettings settings = CountingSettings.of(args);
    exitWithParent();
    Files.createDirectories(settings.directory());
    ProgressSampler sampler = ProgressSampler.start(settings.rawTopic(), settings.samples());
    switch (settings.job()) {
      case TALLY -> Main.main(settings.tallyArguments().toArray(String[]::new));
      case FLINK -> FlinkCounting.run(settings);
      case BEAM -> BeamCounting.run(settings);
      case READ -> RawRead.run(settings, sampler);
    }
  }

  /** Ends this JVM when its standard input ends, because the command that started it has ended. */
  static void exitWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException closed) {
                // Equivalent to the end of the stream.
              }
              Runtime.getRuntime().halt(1);
            },
            "exit-with-parent");
    watch.setDaemon(true);
    watch.start();
  }
}
