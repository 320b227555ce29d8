package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Touch;
import dev.tally.transforms.model.TouchCoder;
import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.VarInt;

/**
 * Encodes a {@link Directory}.
 *
 * <p>Layout 2: the next id, the number of blocks; for each block its id, number of clicks, the
 * number of ranks, each rank (8 bytes), the size and the first value. The only block has all its
 * values instead of the first one.
 *
 * @param <T> the type of the values
 */
abstract class DirectoryCoder<T> extends VersionedCoder<Directory<T>> {
  private static final long serialVersionUID = 1L;
  private final Coder<T> values;

  private DirectoryCoder(Coder<T> values) {
    super(2);
    this.values = values;
  }

  static Coder<Directory<Touch>> ofTouches() {
    return OfTouches.INSTANCE;
  }

  static Coder<Directory<OrderRef>> ofRefs() {
    return OfRefs.INSTANCE;
  }

  @Override
  protected final void write(Directory<T> directory, OutputStream out) throws IOException {
    VarInt.encode(directory.nextId(), out);
    VarInt.encode(directory.entries().size(), out);
    for (Directory.Entry<T> entry : directory.entries()) {
      VarInt.encode(entry.id(), out);
      writeFacts(entry.facts(), out);
      VarInt.encode(entry.size(), out);
      if (directory.only().isEmpty()) {
        values.encode(entry.first(), out);
      }
    }
    for (T value : directory.only()) {
      values.encode(value, out);
    }
  }

  @Override
  protected final Directory<T> read(InputStream in) throws IOException {
    int nextId = VarInt.decodeInt(in);
    int count = VarInt.decodeInt(in);
    List<Directory.Entry<T>> entries = new ArrayList<>(count);
    List<T> first = List.of();
    for (int i = 0; i < count; i++) {
      int id = VarInt.decodeInt(in);
      BlockFacts facts = readFacts(in);
      int size = VarInt.decodeInt(in);
      first = readValues(count == 1 ? size : 1, in);
      entries.add(new Directory.Entry<>(id, first.get(0), size, facts));
    }
    return new Directory<>(nextId, entries, count == 1 ? first : List.of());
  }

  private List<T> readValues(int count, InputStream in) throws IOException {
    List<T> read = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      read.add(values.decode(in));
    }
    return read;
  }

  private static void writeFacts(BlockFacts facts, OutputStream out) throws IOException {
    VarInt.encode(facts.clicks(), out);
    VarInt.encode(facts.ranks().size(), out);
    for (long rank : facts.ranks()) {
      writeFixedLong(rank, out);
    }
  }

  private static BlockFacts readFacts(InputStream in) throws IOException {
    int clicks = VarInt.decodeInt(in);
    int count = VarInt.decodeInt(in);
    List<Long> ranks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ranks.add(readFixedLong(in));
    }
    return new BlockFacts(clicks, ranks);
  }

  /** Coders of the same class are equal, so each type of value needs a class of its own. */
  private static final class OfTouches extends DirectoryCoder<Touch> {
    private static final long serialVersionUID = 1L;
    private static final OfTouches INSTANCE = new OfTouches();

    private OfTouches() {
      super(TouchCoder.of());
    }
  }

  private static final class OfRefs extends DirectoryCoder<OrderRef> {
    private static final long serialVersionUID = 1L;
    private static final OfRefs INSTANCE = new OfRefs();

    private OfRefs() {
      super(OrderRefCoder.of());
    }
  }
}
