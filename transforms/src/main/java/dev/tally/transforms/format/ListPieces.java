package dev.tally.transforms.format;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of a JSON object whose list is split. The payload of a piece is the input without the
 * other items of the list. If a field refers to the index of the item, the items before it are null
 * instead, so that the index remains.
 */
final class ListPieces implements InputItems {
  /** The maximum number of bytes of all pieces of an input together. */
  static final int MAX_BYTES = 8 << 20;

  /** The maximum number of items, each of which can become a dead letter. */
  static final int MAX_ITEMS = 10_000;

  private static final byte[] PADDING = "null,".getBytes(US_ASCII);

  private final byte[] value;
  private final List<ItemRange> items;
  private final JsonInput format;
  private final boolean padded;

  /**
   * Creates the pieces of an input.
   *
   * @param items where the items are in the input
   * @param format reads an item
   * @param padded whether a field refers to the index of an item
   */
  ListPieces(byte[] value, List<ItemRange> items, JsonInput format, boolean padded) {
    this.value = value;
    this.items = items;
    this.format = format;
    this.padded = padded;
  }

  @Override
  public int count() {
    return items.size();
  }

  @Override
  public int index(int item) {
    return items.get(item).index();
  }

  @Override
  public @Nullable Rejection read(int item, Slots slots) {
    ItemRange range = items.get(item);
    return format.read(value, range.start(), range.end(), slots);
  }

  @Override
  public boolean areTooLarge() {
    long bytes = 0;
    for (ItemRange item : items) {
      bytes += (long) around() + (long) paddings(item) * PADDING.length + item.length();
    }
    return bytes > MAX_BYTES || items.size() > MAX_ITEMS;
  }

  @Override
  public byte[] payload(int number) {
    ItemRange item = items.get(number);
    ByteArrayOutputStream piece = new ByteArrayOutputStream(around() + item.length());
    piece.write(value, 0, first().start());
    for (int left = paddings(item); left > 0; left--) {
      piece.write(PADDING, 0, PADDING.length);
    }
    piece.write(value, item.start(), item.length());
    piece.write(value, last().end(), value.length - last().end());
    return piece.toByteArray();
  }

  private int around() {
    return first().start() + value.length - last().end();
  }

  private int paddings(ItemRange item) {
    return padded ? item.index() - first().index() : 0;
  }

  private ItemRange first() {
    return items.get(0);
  }

  private ItemRange last() {
    return items.get(items.size() - 1);
  }
}
