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
 * Encodes the values of a block.
 *
 * <p>Layout 1: the number of values, each value by its coder.
 *
 * @param <T> the type of the values
 */
abstract class BlockCoder<T> extends VersionedCoder<List<T>> {
  private static final long serialVersionUID = 1L;
  private final Coder<T> values;

  private BlockCoder(Coder<T> values) {
    super(1);
    this.values = values;
  }

  static Coder<List<Touch>> ofTouches() {
    return OfTouches.INSTANCE;
  }

  static Coder<List<OrderRef>> ofRefs() {
    return OfRefs.INSTANCE;
  }

  static Coder<List<DueKey>> ofDueKeys() {
    return OfDueKeys.INSTANCE;
  }

  static Coder<List<UserStore>> ofKeys() {
    return OfKeys.INSTANCE;
  }

  @Override
  protected final void write(List<T> block, OutputStream out) throws IOException {
    VarInt.encode(block.size(), out);
    for (T value : block) {
      values.encode(value, out);
    }
  }

  @Override
  protected final List<T> read(InputStream in) throws IOException {
    int count = VarInt.decodeInt(in);
    List<T> block = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      block.add(values.decode(in));
    }
    return block;
  }

  /** Coders of the same class are equal, so each type of value needs a class of its own. */
  private static final class OfTouches extends BlockCoder<Touch> {
    private static final long serialVersionUID = 1L;
    private static final OfTouches INSTANCE = new OfTouches();

    private OfTouches() {
      super(TouchCoder.of());
    }
  }

  private static final class OfRefs extends BlockCoder<OrderRef> {
    private static final long serialVersionUID = 1L;
    private static final OfRefs INSTANCE = new OfRefs();

    private OfRefs() {
      super(OrderRefCoder.of());
    }
  }

  private static final class OfDueKeys extends BlockCoder<DueKey> {
    private static final long serialVersionUID = 1L;
    private static final OfDueKeys INSTANCE = new OfDueKeys();

    private OfDueKeys() {
      super(DueKeyCoder.of());
    }
  }

  private static final class OfKeys extends BlockCoder<UserStore> {
    private static final long serialVersionUID = 1L;
    private static final OfKeys INSTANCE = new OfKeys();

    private OfKeys() {
      super(UserStoreCoder.of());
    }
  }
}
