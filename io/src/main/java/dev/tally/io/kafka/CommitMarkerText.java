package dev.tally.io.kafka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CommitMarker} as text: version, topic id, partitions, tip, producers and ends, e.g.
 * {@code 4;Yg9…w;4;25:99c1…;43,44;10:5f3a…:12;25:99c1…:29}.
 */
final class CommitMarkerText {
  private static final String VERSION = "4";

  /** Like {@link #VERSION}, without producers. */
  private static final String VERSION_WITHOUT_PRODUCERS = "3";

  /** Matches the first parts: version, topic id, partitions. */
  private static final Pattern FORM = Pattern.compile("\\d{1,3};[\\w-]{22};\\d{1,9};");

  /** Version, topic id, partitions, tip; since version 4 also the producers. */
  private static final int HEAD_PARTS = 4;

  private CommitMarkerText() {}

  static String of(CommitMarker marker) {
    return VERSION
        + ";"
        + marker.topicId()
        + ";"
        + marker.partitions()
        + ";"
        + text(marker.tip())
        + ";"
        + marker.producers().stream().map(String::valueOf).collect(Collectors.joining(","))
        + marker.ends().stream()
            .map(end -> ";" + text(end.position()) + ":" + end.offset())
            .collect(Collectors.joining());
  }

  private static String text(SequencePosition position) {
    return position.count() + ":" + Long.toHexString(position.chain());
  }

  static boolean isMarker(String metadata) {
    return FORM.matcher(metadata).lookingAt();
  }

  static CommitMarker parse(String metadata) {
    String[] parts = metadata.split(";", -1);
    try {
      if (parts[0].equals(VERSION) && parts.length > HEAD_PARTS) {
        return parsed(parts, producers(parts[HEAD_PARTS]), HEAD_PARTS + 1);
      }
      if (parts[0].equals(VERSION_WITHOUT_PRODUCERS) && parts.length >= HEAD_PARTS) {
        return parsed(parts, List.of(), HEAD_PARTS);
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw notAMarker(metadata, e);
    }
    throw notAMarker(metadata, null);
  }

  private static IllegalStateException notAMarker(String metadata, @Nullable Exception cause) {
    return new IllegalStateException(
        "The sink group is used by another application or another build of Tally: its offset metadata is '%s'. Choose another sink group."
            .formatted(metadata),
        cause);
  }

  private static List<Long> producers(String text) {
    return text.isEmpty() ? List.of() : Arrays.stream(text.split(",")).map(Long::valueOf).toList();
  }

  private static CommitMarker parsed(String[] parts, List<Long> producers, int firstEnd) {
    List<CommitMarker.End> ends = new ArrayList<>();
    for (int i = firstEnd; i < parts.length; i++) {
      int colon = parts[i].lastIndexOf(':');
      long offset = Long.parseLong(parts[i].substring(colon + 1));
      ends.add(new CommitMarker.End(position(parts[i].substring(0, colon)), offset));
    }
    return new CommitMarker(
        Uuid.fromString(parts[1]),
        Integer.parseInt(parts[2]),
        List.copyOf(ends),
        position(parts[3]),
        producers);
  }

  private static SequencePosition position(String text) {
    int colon = text.indexOf(':');
    return new SequencePosition(
        Long.parseLong(text.substring(0, colon)),
        Long.parseUnsignedLong(text.substring(colon + 1), 16));
  }
}
