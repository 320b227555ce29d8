package dev.tally.transforms.dedup;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes a {@link SeenEvent}.
 *
 * <p>Layout 2: minute and checksum together in eight bytes, then the location of the first copy.
 */
final class SeenEventCoder extends VersionedCoder<SeenEvent> {
  private static final long serialVersionUID = 1L;

  SeenEventCoder() {
    super(2);
  }

  @Override
  protected void write(SeenEvent seen, OutputStream out) throws IOException {
    writeFixedLong((long) seen.minute() << Integer.SIZE | (seen.checksum() & 0xFFFFFFFFL), out);
    writeFixedLong(seen.firstCopy(), out);
  }

  @Override
  protected SeenEvent read(InputStream in) throws IOException {
    long both = readFixedLong(in);
    return new SeenEvent((int) (both >>> Integer.SIZE), (int) both, readFixedLong(in));
  }
}
