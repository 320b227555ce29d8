package dev.tally.io.kafka;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * What stands in Kafka of a shard: the ends of the last batches that were committed, and the tip of
 * what was, each committed in one transaction with its records.
 *
 * <p>Assumptions:
 *
 * <ul>
 *   <li>stable input: a batch that is repeated has the same chunks in the same order;
 *   <li>a batch is repeated whole: the runner hands over all that a checkpoint held as one bundle.
 * </ul>
 *
 * <p>So a writer that is behind the marker must come by the same ends, and by the tip. One that
 * does not was restored from an older savepoint, or is a clone.
 *
 * <pre>
 *  state of the job      marker in Kafka         the batch
 *  at the tip        ─►  ends … ● ◄─ same     ─► is written, and its end is added
 *  at an end         ─►  ends … ●─●─○ tip     ─► is skipped up to the tip, and written from there
 *  anywhere else     ─►  ends … ●             ─► not this marker's: {@link OnOlderSavepoint} says
 * </pre>
 *
 * @param topicId the topic that was written to
 * @param partitions of the topic: with another number a key would go to another partition
 * @param ends oldest first; empty before the first batch
 * @param tip behind the last end if a batch was committed in part, else at it
 */
record Marker(Uuid topicId, int partitions, List<End> ends, Position tip) {
  private static final String VERSION = "3";

  /** Of the first parts: version, topic id, partitions. */
  private static final Pattern FORM = Pattern.compile("\\d{1,3};[\\w-]{22};\\d{1,9};");

  /** As many as a job may be behind, and as fit the 4 KiB that a broker takes as metadata. */
  private static final int REMEMBERED = 32;

  /** Version, topic id, partitions, tip. */
  private static final int HEAD_PARTS = 4;

  /**
   * The end of a batch.
   *
   * @param offset in the topic's partition: all behind the position stands there or above, all
   *     before it below
   */
  record End(Position position, long offset) {}

  /** Of a shard that has written nothing. */
  static Marker none(TopicIdentity topic) {
    return new Marker(topic.id(), topic.partitions(), List.of(), Position.START);
  }

  /** True of a shard that has written nothing, as far as its sink group knows. */
  boolean isNone() {
    return ends.isEmpty() && tip.equals(Position.START);
  }

  /** The length of the longest marker, in bytes. */
  static int maxBytes() {
    Position longest = new Position(Long.MAX_VALUE, -1);
    End end = new End(longest, Long.MAX_VALUE);
    return new Marker(
            new Uuid(-1, -1), Integer.MAX_VALUE, Collections.nCopies(REMEMBERED, end), longest)
        .encode()
        .length();
  }

  /** True if it is of the topic that has this id now. */
  boolean isOf(Uuid found) {
    return TopicIdentity.same(topicId, found);
  }

  /**
   * Passes if the topic still has the partitions that it had.
   *
   * @throws IllegalStateException if not: a key's records would stand in two partitions, and a
   *     reader that keeps the highest revision in each would count them twice
   */
  void require(String topic, int found) {
    partitionsProblem(topic, found)
        .ifPresent(
            problem -> {
              throw new IllegalStateException(problem);
            });
  }

  /** Why a topic with so many partitions cannot be written on, and what to do. */
  Optional<String> partitionsProblem(String topic, int found) {
    if (found == partitions) {
      return Optional.empty();
    }
    return Optional.of(
        ("Topic %s had %d partitions when this sink group wrote to it, and has %d now: a key would"
                + " go to another partition. Create a new topic, name it, and start from nothing:"
                + " without --from, and without --sinkGroup.")
            .formatted(topic, partitions, found));
  }

  /** What to do with a batch. */
  enum Fate {
    WRITE,
    SKIP,
    NOT_OURS
  }

  /** Decides on the batch that starts here. */
  Fate fateOf(Position start) {
    if (start.equals(tip)) {
      return Fate.WRITE;
    }
    boolean known = start.equals(Position.START) || has(start);
    return known && start.count() < tip.count() ? Fate.SKIP : Fate.NOT_OURS;
  }

  /** True if a batch that ends here was committed in whole. */
  boolean has(Position end) {
    return indexOf(end) >= 0;
  }

  /** Where the batches behind this end begin; empty if no such end is remembered. */
  OptionalLong offsetOf(Position end) {
    int at = indexOf(end);
    return at < 0 ? OptionalLong.empty() : OptionalLong.of(ends.get(at).offset());
  }

  private int indexOf(Position end) {
    return IntStream.range(0, ends.size())
        .filter(i -> ends.get(i).position().equals(end))
        .findFirst()
        .orElse(-1);
  }

  /** The marker once a batch with this end is committed. */
  Marker plus(End end) {
    List<End> more = new ArrayList<>(ends);
    more.add(end);
    int forgotten = Math.max(0, more.size() - REMEMBERED);
    return new Marker(
        topicId, partitions, List.copyOf(more.subList(forgotten, more.size())), end.position());
  }

  /** The marker once a part of a batch is committed. */
  Marker upTo(Position part) {
    return new Marker(topicId, partitions, ends, part);
  }

  /** The marker of a job that goes on from here, whatever was written behind it. */
  Marker backTo(End end) {
    int at = indexOf(end.position());
    return new Marker(
        topicId,
        partitions,
        at < 0 ? List.of(end) : List.copyOf(ends.subList(0, at + 1)),
        end.position());
  }

  /**
   * E.g. {@code 3;Yg9…w;4;25:99c1…;10:5f3a…:12;25:99c1…:29}: version, topic id, partitions, tip,
   * ends.
   */
  String encode() {
    return VERSION
        + ";"
        + topicId
        + ";"
        + partitions
        + ";"
        + text(tip)
        + ends.stream()
            .map(end -> ";" + text(end.position()) + ":" + end.offset())
            .collect(Collectors.joining());
  }

  private static String text(Position position) {
    return position.count() + ":" + Long.toHexString(position.chain());
  }

  /** True of what a writer has committed, in this version of its form or an earlier one. */
  static boolean isMarker(String metadata) {
    return FORM.matcher(metadata).lookingAt();
  }

  static Marker parse(String metadata) {
    String[] parts = metadata.split(";", -1);
    if (!parts[0].equals(VERSION) || parts.length < HEAD_PARTS) {
      throw new IllegalStateException(
          "The sink group is in use by something else: it holds '%s'. Name another."
              .formatted(metadata));
    }
    List<End> ends = new ArrayList<>();
    for (int i = HEAD_PARTS; i < parts.length; i++) {
      int colon = parts[i].lastIndexOf(':');
      long offset = Long.parseLong(parts[i].substring(colon + 1));
      ends.add(new End(position(parts[i].substring(0, colon)), offset));
    }
    return new Marker(
        Uuid.fromString(parts[1]),
        Integer.parseInt(parts[2]),
        List.copyOf(ends),
        position(parts[3]));
  }

  private static Position position(String text) {
    int colon = text.indexOf(':');
    return new Position(
        Long.parseLong(text.substring(0, colon)),
        Long.parseUnsignedLong(text.substring(colon + 1), 16));
  }
}
