package dev.tally.it.erase;

import dev.tally.io.clickhouse.ClickHouseAddress;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.erase.EraseListener;
import dev.tally.operations.erase.EraseSettings;
import dev.tally.operations.erase.EraseUsers;
import dev.tally.operations.erase.StateTimes;
import dev.tally.operations.erase.UserFingerprint;
import dev.tally.operations.erase.UserPlace;
import dev.tally.pipelines.union.UnionTables;
import dev.tally.transforms.codec.DecodeRecords;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** An erasure in a JVM of its own, which halts in the middle. */
final class KilledErasure {
  static final int EXIT_CODE = 42;

  /** The argument for a halt after records were sent and before they are committed. */
  static final String COMMITTING = "committing";

  private KilledErasure() {}

  public static void main(String[] args) throws IOException {
    String haltsAt = args[args.length - 1];
    EraseListener halts =
        new EraseListener() {
          @Override
          public void erasing(UserPlace place) {
            halt(place.name().equals(haltsAt));
          }

          @Override
          public void committing() {
            halt(haltsAt.equals(COMMITTING));
          }
        };
    erase(halts, args);
  }

  /**
   * Erases the user.
   *
   * @param args Kafka's bootstrap servers, the prefix of the topics, the name of the tables, the
   *     addresses of the metastore and of ClickHouse
   */
  static void erase(EraseListener listener, String... args) throws IOException {
    String table = args[2];
    EraseSettings.Stores stores =
        new EraseSettings.Stores(
            Optional.empty(),
            Optional.of(new EraseSettings.Hive(args[3], table)),
            Optional.of(
                new EraseSettings.ClickHouse(
                    ClickHouseAddress.at(URI.create(args[4])),
                    UnionTables.attributedOrdersInClickHouse(table, "attributed_orders"))));
    new EraseUsers(
            new EraseSettings(
                KafkaCluster.at(args[0]),
                topics(args[1]),
                new EraseSettings.Formats(DecodeRecords.adEvents(), DecodeRecords.orders()),
                stores,
                new StateTimes(
                    Duration.standardHours(6),
                    Duration.standardDays(7),
                    Duration.standardDays(7),
                    Duration.ZERO,
                    0)),
            listener,
            Instant::now,
            () -> UUID.randomUUID().toString())
        .erase(List.of(UserFingerprint.of(EraseTest.ALICE)));
  }

  private static void halt(boolean here) {
    if (here) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }

  private static EraseSettings.Topics topics(String prefix) {
    Map<UserPlace, String> byPlace = new EnumMap<>(UserPlace.class);
    for (UserPlace place : UserPlace.values()) {
      if (place.kind() == UserPlace.Kind.TOPIC) {
        byPlace.put(place, prefix + place.name().toLowerCase(Locale.ROOT).replace('_', '-'));
      }
    }
    return new EraseSettings.Topics(Map.copyOf(byPlace), prefix + "erasures");
  }

  static Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledErasure.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
