package dev.tally.transforms.format;

import dev.tally.transforms.format.Slots.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The readers of values of Avro that contain other values. */
final class AvroParts {
  private AvroParts() {}

  /** Notes in a slot that there is a value that contains others, and then reads it. */
  record Noted(int slot, BinaryReader value) implements BinaryReader {
    @Override
    public void read(ByteCursor in, Slots out) throws MalformedInput {
      out.set(slot, Kind.NESTED);
      value.read(in, out);
    }
  }

  /** Reads the fields of a record. A record that contains itself is complete after its creation. */
  static final class Fields implements BinaryReader {
    private BinaryReader[] fields = {};

    void complete(List<BinaryReader> all) {
      fields = all.toArray(BinaryReader[]::new);
    }

    @Override
    public void read(ByteCursor in, Slots out) throws MalformedInput {
      in.enter();
      for (BinaryReader field : fields) {
        field.read(in, out);
      }
      in.leave();
    }
  }

  /** Reads a value of one of some types. */
  record Branches(List<BinaryReader> branches) implements BinaryReader {
    @Override
    public void read(ByteCursor in, Slots out) throws MalformedInput {
      long index = in.zigzag();
      if (index < 0 || index >= branches.size()) {
        throw MalformedInput.of("a branch that the union does not have");
      }
      branches.get((int) index).read(in, out);
    }
  }

  /** Reads the items of a list; those without a reader of their own are skipped. */
  record Items(Map<Integer, BinaryReader> byIndex, BinaryReader others) implements BinaryReader {
    @Override
    public void read(ByteCursor in, Slots out) throws MalformedInput {
      in.enter();
      int index = 0;
      for (long left = block(in, byIndex.isEmpty());
          left != 0;
          left = block(in, byIndex.isEmpty())) {
        for (; left > 0; left--) {
          byIndex.getOrDefault(index++, others).read(in, out);
        }
      }
      in.leave();
    }
  }

  /** Reads the entries of a map; those whose keys no path contains are skipped. */
  record Entries(Map<String, BinaryReader> byKey, BinaryReader others) implements BinaryReader {
    @Override
    public void read(ByteCursor in, Slots out) throws MalformedInput {
      in.enter();
      for (long left = block(in, byKey.isEmpty()); left != 0; left = block(in, byKey.isEmpty())) {
        for (; left > 0; left--) {
          entry(in, out);
        }
      }
      in.leave();
    }

    private void entry(ByteCursor in, Slots out) throws MalformedInput {
      if (byKey.isEmpty()) {
        in.skip(in.zigzag());
        others.read(in, out);
      } else {
        byKey.getOrDefault(in.text(in.zigzag()), others).read(in, out);
      }
    }
  }

  /** Notes where the items of the list that is split are; they are read later, one at a time. */
  record SplitItems(BinaryReader skip, @Nullable Integer nullBranch, BinaryInput item)
      implements BinaryReader {
    @Override
    public void read(ByteCursor in, Slots out) throws MalformedInput {
      int from = in.at();
      int index = 0;
      List<ItemRange> items = new ArrayList<>();
      in.enter();
      for (long left = block(in, false); left != 0; left = block(in, false)) {
        for (; left > 0; left--) {
          int start = in.at();
          boolean isNull = nullBranch != null && in.peekZigzag() == nullBranch;
          skip.read(in, out);
          if (!isNull) {
            items.add(new ItemRange(index, start, in.at()));
          }
          index++;
        }
      }
      in.leave();
      out.setItems(new AvroItems(in.bytes(), items, item, new ByteRange(from, in.at())));
    }
  }

  /**
   * Reads the beginning of a block of items.
   *
   * @param skipped whether a block that states its length is skipped
   * @return the number of items in the block; 0 after the last block
   */
  private static long block(ByteCursor in, boolean skipped) throws MalformedInput {
    long count = in.zigzag();
    while (count < 0) {
      long bytes = in.zigzag();
      if (!skipped) {
        count = -count;
        break;
      }
      in.skip(bytes);
      count = in.zigzag();
    }
    in.countItems(count);
    return count;
  }
}
