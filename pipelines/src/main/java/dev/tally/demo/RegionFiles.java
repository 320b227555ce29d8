package dev.tally.demo;

import dev.tally.operate.EventFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * What one of two regions receives of a replay, by topic. Each line of events and orders goes to
 * one of them, by what it says, so that its copies meet; campaigns go to both.
 */
record RegionFiles(Path events, Path orders, Path campaigns) {
  /** By topic, as {@link ReplaySender} takes them. */
  Map<String, Path> byTopic() {
    return Map.of("ad-events", events, "orders", orders, "campaigns", campaigns);
  }

  /**
   * The lines of these files that are a region's.
   *
   * @param dir where its files go; made if it is not there
   * @param isItsOwn tells by the text of an event or order, one character a byte
   */
  RegionFiles in(Path dir, Predicate<String> isItsOwn) throws IOException {
    Files.createDirectories(dir);
    return new RegionFiles(
        copy(events, dir.resolve("events.tsv"), isItsOwn),
        copy(orders, dir.resolve("orders.tsv"), isItsOwn),
        copy(campaigns, dir.resolve("campaigns.tsv"), line -> true));
  }

  private static Path copy(Path from, Path to, Predicate<String> wanted) throws IOException {
    try (EventFile lines = EventFile.open(from);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(to))) {
      for (EventFile.Line line = lines.next(); line != null; line = lines.next()) {
        if (wanted.test(new String(line.value(), StandardCharsets.ISO_8859_1))) {
          out.write(
              (Objects.requireNonNull(line.brokerTime()) + "\t")
                  .getBytes(StandardCharsets.US_ASCII));
          out.write(line.value());
          out.write('\n');
        }
      }
    }
    return to;
  }
}
