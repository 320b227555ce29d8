package dev.tally.transforms.dedup;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Layout 1: slice and checksum, eight bytes together. */
final class SeenCoder extends VersionedCoder<Seen> {
  private static final long serialVersionUID = 1L;

  SeenCoder() {
    super(1);
  }

  @Override
  protected void write(Seen seen, OutputStream out) throws IOException {
    writeFixedLong((long) seen.slice() << Integer.SIZE | (seen.checksum() & 0xFFFFFFFFL), out);
  }

  @Override
  protected Seen read(InputStream in) throws IOException {
    long both = readFixedLong(in);
    return new Seen((int) (both >>> Integer.SIZE), (int) both);
  }
}
