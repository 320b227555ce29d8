package dev.tally.transforms.dedup;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes an {@link EventFingerprint}.
 *
 * <p>Layout 1: the 16 bytes of the hash.
 */
final class EventFingerprintCoder extends VersionedCoder<EventFingerprint> {
  private static final long serialVersionUID = 1L;

  EventFingerprintCoder() {
    super(1);
  }

  @Override
  protected void write(EventFingerprint fingerprint, OutputStream out) throws IOException {
    writeFixedLong(fingerprint.high(), out);
    writeFixedLong(fingerprint.low(), out);
  }

  @Override
  protected EventFingerprint read(InputStream in) throws IOException {
    return new EventFingerprint(readFixedLong(in), readFixedLong(in));
  }
}
