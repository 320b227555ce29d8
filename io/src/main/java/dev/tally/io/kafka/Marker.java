package dev.tally.io.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What stands in Kafka of a shard: the ends of the last batches that were committed, each committed
 * in one transaction with its batch.
 *
 * <p>Assumptions:
 *
 * <ul>
 *   <li>stable input: a batch that is repeated has the same records in the same order;
 *   <li>a batch is repeated whole: the runner hands over all that a checkpoint held as one bundle.
 * </ul>
 *
 * <p>So a writer that is behind the marker must come by the same ends again. One that does not was
 * restored from an older savepoint, or is a clone, and is refused before it writes or skips
 * anything.
 *
 * <pre>
 *  state of the job      marker in Kafka          the batch
 *  at the last end   ─►  ends … ● ◄─ same      ─► is written, and its end is added
 *  before it         ─►  ends … ●─●            ─► is skipped if its end is one of them, else refused
 *  behind it         ─►  ends … ●              ─► refused: the marker has expired, or is another's
 * </pre>
 *
 * @param partitions of the topic: with another number a key would go to another partition
 * @param ends oldest first; empty before the first batch
 */
record Marker(int partitions, List<Position> ends) {
  private static final String VERSION = "1";

  /** As many as a job may be behind, and as fit the 4 KiB that a broker takes as metadata. */
  private static final int REMEMBERED = 32;

  /** Of a shard that has written nothing. */
  static Marker none(int partitions) {
    return new Marker(partitions, List.of());
  }

  Position last() {
    return ends.isEmpty() ? Position.START : ends.get(ends.size() - 1);
  }

  /**
   * Passes if the topic still has the partitions that it had.
   *
   * @throws IllegalStateException if not: a key's records would stand in two partitions, and a
   *     reader that keeps the highest revision in each would count them twice
   */
  void require(String topic, int found) {
    if (found != partitions) {
      throw new IllegalStateException(
          ("Topic %s had %d partitions when this sink group wrote to it, and has %d now: a key would"
                  + " go to another partition. Write to a new topic, from nothing.")
              .formatted(topic, partitions, found));
    }
  }

  /** What to do with a batch. */
  enum Fate {
    WRITE,
    SKIP
  }

  /**
   * Decides on the batch that starts here.
   *
   * @throws OlderSavepointException if the writer's state does not belong to this marker
   */
  Fate fateOf(Position start) {
    if (start.equals(last())) {
      return Fate.WRITE;
    }
    if (start.count() < last().count() && (start.equals(Position.START) || ends.contains(start))) {
      return Fate.SKIP;
    }
    throw new OlderSavepointException(start, last());
  }

  /**
   * Confirms that a skipped batch was the one that stands in Kafka.
   *
   * @throws OlderSavepointException if it was another
   */
  void confirmSkipped(Position end) {
    if (!ends.contains(end)) {
      throw new OlderSavepointException(end, last());
    }
  }

  /** The marker once a batch with this end is committed. */
  Marker plus(Position end) {
    List<Position> more = new ArrayList<>(ends);
    more.add(end);
    int forgotten = Math.max(0, more.size() - REMEMBERED);
    return new Marker(partitions, List.copyOf(more.subList(forgotten, more.size())));
  }

  /** E.g. {@code 1;4;10:5f3a…;25:99c1…}: version, partitions, ends. */
  String encode() {
    return VERSION
        + ";"
        + partitions
        + ends.stream()
            .map(p -> ";" + p.count() + ":" + Long.toHexString(p.chain()))
            .collect(Collectors.joining());
  }

  static Marker parse(String metadata) {
    String[] parts = metadata.split(";", -1);
    if (!parts[0].equals(VERSION) || parts.length < 2) {
      throw new IllegalStateException(
          "The sink group is in use by something else: it holds '%s'. Name another."
              .formatted(metadata));
    }
    List<Position> ends = new ArrayList<>();
    for (int i = 2; i < parts.length; i++) {
      int colon = parts[i].indexOf(':');
      ends.add(
          new Position(
              Long.parseLong(parts[i].substring(0, colon)),
              Long.parseUnsignedLong(parts[i].substring(colon + 1), 16)));
    }
    return new Marker(Integer.parseInt(parts[1]), List.copyOf(ends));
  }
}
