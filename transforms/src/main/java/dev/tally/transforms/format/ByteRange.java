package dev.tally.transforms.format;

/** Bytes of an input, from a position up to another one. */
record ByteRange(int from, int end) {
  int length() {
    return end - from;
  }
}
