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
 * <p>Layout 2: the next id, the number of blocks. For the only block: its id, its size, each value.
 * For each of several blocks: its id, its size, the first value, the number of clicks, the number
 * of ranks and each rank (8 bytes).
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

  static Coder<Directory<DueKey>> ofDueKeys() {
    return OfDueKeys.INSTANCE;
  }

  @Override
  protected final void write(Directory<T> directory, OutputStream out) throws IOException {
    VarInt.encode(directory.nextId(), out);
    VarInt.encode(directory.entries().size(), out);
    for (Directory.Entry<T> entry : directory.entries()) {
      VarInt.encode(entry.id(), out);
      VarInt.encode(entry.size(), out);
      if (directory.only().isEmpty()) {
        values.encode(entry.first(), out);
        writeFacts(entry.facts(), out);
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
    if (count == 1) {
      return readOnly(nextId, in);
    }
    List<Directory.Entry<T>> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int id = VarInt.decodeInt(in);
      int size = VarInt.decodeInt(in);
      entries.add(new Directory.Entry<>(id, values.decode(in), size, readFacts(in)));
    }
    return new Directory<>(nextId, entries, List.of());
  }

  private Directory<T> readOnly(int nextId, InputStream in) throws IOException {
    int id = VarInt.decodeInt(in);
    int size = VarInt.decodeInt(in);
    List<T> only = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      only.add(values.decode(in));
    }
    Directory.Entry<T> entry = new Directory.Entry<>(id, only.get(0), size, BlockFacts.NONE);
    return new Directory<>(nextId, List.of(entry), only);
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

  private static final class OfDueKeys extends DirectoryCoder<DueKey> {
    private static final long serialVersionUID = 1L;
    private static final OfDueKeys INSTANCE = new OfDueKeys();

    private OfDueKeys() {
      super(DueKeyCoder.of());
    }
  }
}
