package dev.tally.server.kafka;

import dev.tally.server.life.StandardInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * Runs one KRaft broker in this JVM until SIGTERM. Formats its log directory first if that is
 * empty.
 *
 * <p>Input: the path of a {@code server.properties}. With the system property {@code
 * tally.exitWithParent=true} it stops when its standard input ends.
 *
 * <p>Errors: exits with 1 if the directory cannot be formatted; handles all other errors as {@code
 * kafka.Kafka} does.
 */
public final class KafkaServerMain {
  private KafkaServerMain() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      throw new IllegalArgumentException("One argument is needed: the path of server.properties.");
    }
    StandardInput.exitWithIt();
    formatIfEmpty(Path.of(args[0]));
    Kafka.main(args);
  }

  private static void formatIfEmpty(Path properties) throws IOException {
    Properties config = new Properties();
    try (var in = Files.newInputStream(properties)) {
      config.load(in);
    }
    Path logs = Path.of(config.getProperty("log.dirs"));
    if (Files.exists(logs.resolve("meta.properties"))) {
      return;
    }
    // Kafka's random ids never start with "-", which the tool would parse as an option.
    String[] format = {"format", "-t", Uuid.randomUuid().toString(), "-c", properties.toString()};
    int exit = StorageTool.execute(format, System.out);
    if (exit != 0) {
      System.err.println("Formatting " + logs + " ended with " + exit);
      System.exit(1);
    }
  }
}
