package dev.tally.transforms.format;

/**
 * Where an item of a list is in the text of an input.
 *
 * @param index the index of the item in the list, from 0
 * @param start the position of the first character
 * @param end the position after the last character
 */
record ItemRange(int index, int start, int end) {
  int length() {
    return end - start;
  }
}
