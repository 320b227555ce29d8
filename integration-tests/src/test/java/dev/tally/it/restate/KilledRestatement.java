package dev.tally.it.restate;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.restate.RestateListener;
import dev.tally.operations.restate.RestateMinutes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.joda.time.Instant;

/** A restatement in a JVM of its own, which halts after all rows were sent. */
final class KilledRestatement {
  static final int EXIT_CODE = 42;

  private KilledRestatement() {}

  public static void main(String[] args) throws IOException {
    RestateListener halts =
        new RestateListener() {
          @Override
          public void committing(long rows) {
            Runtime.getRuntime().halt(EXIT_CODE);
          }
        };
    new RestateMinutes(
            RestatedDay.settings(
                KafkaCluster.at(args[0]),
                args[1],
                Path.of(args[2]),
                RestatedDay.FROM,
                RestatedDay.TO),
            halts,
            Instant::now)
        .write();
  }

  static Process start(String bootstrap, String prefix, Path mapping) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledRestatement.class.getName(),
                bootstrap,
                prefix,
                mapping.toString()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
