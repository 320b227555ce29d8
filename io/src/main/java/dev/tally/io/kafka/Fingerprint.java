package dev.tally.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.beam.sdk.coders.AtomicCoder;

/** The first 128 bits of the SHA-256 hash of a text. */
record Fingerprint(long high, long low) {
  static Fingerprint of(String text) {
    try {
      ByteBuffer hash =
          ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
      return new Fingerprint(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /** Layout: 16 bytes, without a version byte. */
  static final class FingerprintCoder extends AtomicCoder<Fingerprint> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(Fingerprint fingerprint, OutputStream out) throws IOException {
      DataOutputStream data = new DataOutputStream(out);
      data.writeLong(fingerprint.high);
      data.writeLong(fingerprint.low);
    }

    @Override
    public Fingerprint decode(InputStream in) throws IOException {
      DataInputStream data = new DataInputStream(in);
      return new Fingerprint(data.readLong(), data.readLong());
    }
  }
}
