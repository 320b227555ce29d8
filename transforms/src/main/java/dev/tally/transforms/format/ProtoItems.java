package dev.tally.transforms.format;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * The items of a repeated field of Protobuf that is split. The payload of a piece is the input
 * without the other items.
 */
final class ProtoItems extends BinaryItems {
  private final List<ByteRange> whole;
  private final int around;

  /**
   * Creates the items.
   *
   * @param whole where the items are in the input, with their tags and lengths
   */
  ProtoItems(byte[] value, List<ItemRange> items, BinaryInput item, List<ByteRange> whole) {
    super(value, items, item);
    this.whole = whole;
    this.around = value.length - whole.stream().mapToInt(ByteRange::length).sum();
  }

  /** Returns the number of bytes without the tags and lengths of items, which are short. */
  @Override
  int around() {
    return around;
  }

  @Override
  public byte[] payload(int number) {
    ByteArrayOutputStream piece = new ByteArrayOutputStream(around + whole.get(number).length());
    int at = 0;
    for (int other = 0; other < whole.size(); other++) {
      ByteRange item = whole.get(other);
      piece.write(value(), at, item.from() - at);
      if (other == number) {
        piece.write(value(), item.from(), item.length());
      }
      at = item.end();
    }
    piece.write(value(), at, value().length - at);
    return piece.toByteArray();
  }
}
