package dev.tally.transforms.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * The pieces of an input whose list is split. The payload of a piece is the input without the other
 * items of the list. If a field refers to the index of the item, the items before it are null
 * instead, so that the index remains.
 */
final class ListPieces {
  /** The maximum number of characters of all pieces of an input together. */
  static final int MAX_CHARACTERS = 8 << 20;

  /** The maximum number of items, each of which can become a dead letter. */
  static final int MAX_ITEMS = 10_000;

  private static final String PADDING = "null,";

  private final String text;
  private final List<ItemRange> items;
  private final boolean padded;

  /**
   * Creates the pieces of an input.
   *
   * @param items where the items are in the text; at least one
   * @param padded whether a field refers to the index of an item
   */
  ListPieces(String text, List<ItemRange> items, boolean padded) {
    this.text = text;
    this.items = items;
    this.padded = padded;
  }

  /** Returns true if there are too many items, or their pieces together are too long. */
  boolean areTooLarge() {
    int around = first().start() + text.length() - last().end();
    long characters = 0;
    for (ItemRange item : items) {
      characters += (long) around + padding(item) + item.length();
    }
    return characters > MAX_CHARACTERS || items.size() > MAX_ITEMS;
  }

  String item(ItemRange item) {
    return text.substring(item.start(), item.end());
  }

  byte[] payload(ItemRange item) {
    String padding = PADDING.repeat(padding(item) / PADDING.length());
    return (text.substring(0, first().start())
            + padding
            + item(item)
            + text.substring(last().end()))
        .getBytes(UTF_8);
  }

  private int padding(ItemRange item) {
    return padded ? (item.index() - first().index()) * PADDING.length() : 0;
  }

  private ItemRange first() {
    return items.get(0);
  }

  private ItemRange last() {
    return items.get(items.size() - 1);
  }
}
