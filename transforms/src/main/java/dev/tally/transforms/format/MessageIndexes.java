package dev.tally.transforms.format;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the indexes with which Confluent's wire format names the message of a value, and then the
 * message: the number of indexes, or 0 for the first message of the file, and the indexes.
 *
 * @param name the name of the message that is expected
 * @param indexes its indexes
 */
record MessageIndexes(String name, List<Integer> indexes, BinaryReader message)
    implements BinaryReader {
  private static final int MAX_NESTING = 100;
  private static final List<Integer> FIRST = List.of(0);

  @Override
  public void read(ByteCursor in, Slots out) throws MalformedInput {
    List<Integer> found = indexes(in);
    if (!found.equals(indexes)) {
      throw MalformedInput.of(
          "the message with the indexes %s, not %s (%s)".formatted(found, indexes, name));
    }
    message.read(in, out);
  }

  private static List<Integer> indexes(ByteCursor in) throws MalformedInput {
    long count = in.zigzag();
    if (count == 0) {
      return FIRST;
    }
    if (count < 0 || count > MAX_NESTING) {
      throw MalformedInput.of("%d message indexes".formatted(count));
    }
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      indexes.add((int) in.zigzag());
    }
    return indexes;
  }
}
