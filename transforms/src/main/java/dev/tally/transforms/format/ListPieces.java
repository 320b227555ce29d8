package dev.tally.transforms.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of a JSON object whose list is split. The payload of a piece is the input without the other
 * items of the list. If a field refers to the index of the item, the items before it are null
 * instead, so that the index remains.
 */
final class ListPieces implements InputItems {
  /** The maximum number of characters of all pieces of an input together. */
  static final int MAX_CHARACTERS = 8 << 20;

  /** The maximum number of items, each of which can become a dead letter. */
  static final int MAX_ITEMS = 10_000;

  private static final String PADDING = "null,";

  private final String text;
  private final List<ItemRange> items;
  private final SplitList list;

  /**
   * How a list is split.
   *
   * @param item reads an item
   * @param padded whether a field refers to the index of an item
   */
  record SplitList(TextFormat item, boolean padded) {}

  /**
   * Creates the pieces of an input.
   *
   * @param items where the items are in the text
   */
  ListPieces(String text, List<ItemRange> items, SplitList list) {
    this.text = text;
    this.items = items;
    this.list = list;
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
    return list.item.read(text(items.get(item)), slots);
  }

  @Override
  public boolean areTooLarge() {
    int around = first().start() + text.length() - last().end();
    long characters = 0;
    for (ItemRange item : items) {
      characters += (long) around + padding(item) + item.length();
    }
    return characters > MAX_CHARACTERS || items.size() > MAX_ITEMS;
  }

  private String text(ItemRange item) {
    return text.substring(item.start(), item.end());
  }

  @Override
  public byte[] payload(int number) {
    ItemRange item = items.get(number);
    String padding = PADDING.repeat(padding(item) / PADDING.length());
    return (text.substring(0, first().start())
            + padding
            + text(item)
            + text.substring(last().end()))
        .getBytes(UTF_8);
  }

  private int padding(ItemRange item) {
    return list.padded ? (item.index() - first().index()) * PADDING.length() : 0;
  }

  private ItemRange first() {
    return items.get(0);
  }

  private ItemRange last() {
    return items.get(items.size() - 1);
  }
}
