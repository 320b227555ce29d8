package dev.tally.transforms.attribute;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.joda.time.Instant;

/**
 * Encodes {@link Late}.
 *
 * <p>Layout 1: from, to.
 */
final class LateCoder extends VersionedCoder<Late> {
  private static final long serialVersionUID = 1L;
  private static final LateCoder INSTANCE = new LateCoder();

  private LateCoder() {
    super(1);
  }

  static LateCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(Late late, OutputStream out) throws IOException {
    writeInstant(late.from(), out);
    writeInstant(late.to(), out);
  }

  @Override
  protected Late read(InputStream in) throws IOException {
    Instant from = readInstant(in);
    return new Late(from, readInstant(in));
  }
}
