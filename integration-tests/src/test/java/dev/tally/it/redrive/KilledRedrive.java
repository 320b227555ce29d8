package dev.tally.it.redrive;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.redrive.Redrive;
import dev.tally.operations.redrive.RedriveListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.joda.time.Instant;

/** A redrive in a JVM of its own, which halts in the middle of its second transaction. */
final class KilledRedrive {
  static final int EXIT_CODE = 42;

  private KilledRedrive() {}

  public static void main(String[] args) throws IOException {
    RedriveListener halts =
        new RedriveListener() {
          @Override
          public void committing(long committed) {
            if (committed > 0) {
              Runtime.getRuntime().halt(EXIT_CODE);
            }
          }
        };
    new Redrive(
            Letters.settings(KafkaCluster.at(args[0]), args[1], Path.of(args[2])),
            halts,
            Instant::now)
        .send();
  }

  static Process start(String bootstrap, String prefix, Path mapping) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledRedrive.class.getName(),
                bootstrap,
                prefix,
                mapping.toString()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
