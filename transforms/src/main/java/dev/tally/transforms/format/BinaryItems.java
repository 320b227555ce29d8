package dev.tally.transforms.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items of a binary input whose list is split. */
abstract class BinaryItems implements InputItems {
  private final byte[] value;
  private final List<ItemRange> items;
  private final BinaryInput item;

  /**
   * Creates the items of an input.
   *
   * @param items where the items are in the input
   * @param item reads an item
   */
  BinaryItems(byte[] value, List<ItemRange> items, BinaryInput item) {
    this.value = value;
    this.items = items;
    this.item = item;
  }

  byte[] value() {
    return value;
  }

  ItemRange range(int number) {
    return items.get(number);
  }

  /** Returns the number of bytes of each piece in addition to those of its item. */
  abstract int around();

  @Override
  public int count() {
    return items.size();
  }

  @Override
  public int index(int number) {
    return items.get(number).index();
  }

  @Override
  public boolean areTooLarge() {
    long bytes = (long) around() * items.size();
    for (ItemRange range : items) {
      bytes += range.length();
    }
    return bytes > ListPieces.MAX_BYTES || items.size() > ListPieces.MAX_ITEMS;
  }

  @Override
  public @Nullable Rejection read(int number, Slots slots) {
    ItemRange range = items.get(number);
    return item.read(new ByteCursor(value, range.start(), range.end()), slots);
  }
}
