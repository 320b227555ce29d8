package dev.tally.scenarios.demo;

import dev.tally.operations.EventFile;
import dev.tally.transforms.codec.DefaultNames;
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
 * The files of a replay, one per topic, for all regions or for one of two. The content of an event
 * or order decides which region receives it, so that all its copies reach the same region;
 * campaigns go to both regions.
 */
record RegionFiles(Path events, Path orders, Path campaigns) {
  /** Returns the files by topic, for {@link ReplaySender}. */
  Map<String, Path> byTopic() {
    return Map.of(
        DefaultNames.AD_EVENTS,
        events,
        DefaultNames.ORDERS,
        orders,
        DefaultNames.CAMPAIGNS,
        campaigns);
  }

  /**
   * Writes the lines of one region to new files.
   *
   * @param dir the directory for the files; it is created if it does not exist
   * @param isItsOwn returns, for the text of an event or order, whether the region receives it; the
   *     text is the line decoded as ISO 8859-1
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
