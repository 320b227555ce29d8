package dev.tally.transforms.dedup;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes a {@link Fingerprint}.
 *
 * <p>Layout 1: the 16 bytes of the hash.
 */
final class FingerprintCoder extends VersionedCoder<Fingerprint> {
  private static final long serialVersionUID = 1L;

  FingerprintCoder() {
    super(1);
  }

  @Override
  protected void write(Fingerprint fingerprint, OutputStream out) throws IOException {
    writeFixedLong(fingerprint.high(), out);
    writeFixedLong(fingerprint.low(), out);
  }

  @Override
  protected Fingerprint read(InputStream in) throws IOException {
    return new Fingerprint(readFixedLong(in), readFixedLong(in));
  }
}
