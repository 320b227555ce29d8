package dev.tally.transforms.attribute;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes a {@link KeyedArrival}.
 *
 * <p>Layout 1: key, arrival, each by its coder.
 */
final class KeyedArrivalCoder extends VersionedCoder<KeyedArrival> {
  private static final long serialVersionUID = 1L;
  private static final KeyedArrivalCoder INSTANCE = new KeyedArrivalCoder();

  private KeyedArrivalCoder() {
    super(1);
  }

  static KeyedArrivalCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(KeyedArrival keyed, OutputStream out) throws IOException {
    UserStoreCoder.of().encode(keyed.key(), out);
    ArrivalCoder.of().encode(keyed.arrival(), out);
  }

  @Override
  protected KeyedArrival read(InputStream in) throws IOException {
    UserStore key = UserStoreCoder.of().decode(in);
    return new KeyedArrival(key, ArrivalCoder.of().decode(in));
  }
}
