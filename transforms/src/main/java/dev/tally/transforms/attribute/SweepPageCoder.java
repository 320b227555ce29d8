package dev.tally.transforms.attribute;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.util.VarInt;
import org.joda.time.Instant;

/**
 * Encodes a {@link SweepPage}.
 *
 * <p>Layout 1: time, number.
 */
final class SweepPageCoder extends VersionedCoder<SweepPage> {
  private static final long serialVersionUID = 1L;
  private static final SweepPageCoder INSTANCE = new SweepPageCoder();

  private SweepPageCoder() {
    super(1);
  }

  static SweepPageCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(SweepPage page, OutputStream out) throws IOException {
    writeInstant(page.time(), out);
    VarInt.encode(page.number(), out);
  }

  @Override
  protected SweepPage read(InputStream in) throws IOException {
    Instant time = readInstant(in);
    return new SweepPage(time, VarInt.decodeInt(in));
  }
}
