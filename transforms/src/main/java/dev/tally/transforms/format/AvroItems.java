package dev.tally.transforms.format;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * The items of a list of Avro that is split. The payload of a piece is the input with a list of one
 * block with one item.
 */
final class AvroItems extends BinaryItems {
  /** The number 1 of a block's items, as Avro encodes it. */
  private static final int ONE = 2;

  private static final int NO_MORE = 0;

  private final ByteRange list;

  /**
   * Creates the items.
   *
   * @param list where the list is in the input
   */
  AvroItems(byte[] value, List<ItemRange> items, BinaryInput item, ByteRange list) {
    super(value, items, item);
    this.list = list;
  }

  @Override
  int around() {
    return value().length - list.length() + 2;
  }

  @Override
  public byte[] payload(int number) {
    ItemRange item = range(number);
    ByteArrayOutputStream piece = new ByteArrayOutputStream(around() + item.length());
    piece.write(value(), 0, list.from());
    piece.write(ONE);
    piece.write(value(), item.start(), item.length());
    piece.write(NO_MORE);
    piece.write(value(), list.end(), value().length - list.end());
    return piece.toByteArray();
  }
}
