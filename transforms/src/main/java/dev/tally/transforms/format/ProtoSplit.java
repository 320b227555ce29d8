package dev.tally.transforms.format;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a message whose repeated field is split: notes where the items are, which are read later,
 * one at a time.
 *
 * @param tag the tag of the field
 * @param others reads the other fields
 */
record ProtoSplit(int tag, BinaryReader others, BinaryInput item) implements BinaryReader {
  @Override
  public void read(ByteCursor in, Slots out) throws MalformedInput {
    int start = in.at();
    List<ItemRange> items = new ArrayList<>();
    List<ByteRange> whole = new ArrayList<>();
    while (!in.isAtEnd()) {
      int from = in.at();
      int next = ProtoWire.tag(in);
      if (next == tag) {
        long length = in.varint();
        int body = in.skip(length);
        items.add(new ItemRange(items.size(), body, in.at()));
        whole.add(new ByteRange(from, in.at()));
      } else {
        ProtoWire.skip(next, in);
      }
    }
    in.moveTo(start);
    others.read(in, out);
    out.setItems(new ProtoItems(in.bytes(), items, item, whole));
  }
}
