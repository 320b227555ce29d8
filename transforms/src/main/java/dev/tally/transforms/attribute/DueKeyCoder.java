package dev.tally.transforms.attribute;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.joda.time.Instant;

/**
 * Encodes a {@link DueKey}.
 *
 * <p>Layout 1: time, key by its coder.
 */
final class DueKeyCoder extends VersionedCoder<DueKey> {
  private static final long serialVersionUID = 1L;
  private static final DueKeyCoder INSTANCE = new DueKeyCoder();

  private DueKeyCoder() {
    super(1);
  }

  static DueKeyCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(DueKey due, OutputStream out) throws IOException {
    writeInstant(due.time(), out);
    UserStoreCoder.of().encode(due.key(), out);
  }

  @Override
  protected DueKey read(InputStream in) throws IOException {
    Instant time = readInstant(in);
    return new DueKey(time, UserStoreCoder.of().decode(in));
  }
}
