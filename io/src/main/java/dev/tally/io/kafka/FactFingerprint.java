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
record FactFingerprint(long high, long low) {
  static FactFingerprint of(String text) {
    try {
      ByteBuffer hash =
          ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
      return new FactFingerprint(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /** Layout: 16 bytes, without a version byte. */
  static final class FactFingerprintCoder extends AtomicCoder<FactFingerprint> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(FactFingerprint fingerprint, OutputStream out) throws IOException {
      DataOutputStream data = new DataOutputStream(out);
      data.writeLong(fingerprint.high);
      data.writeLong(fingerprint.low);
    }

    @Override
    public FactFingerprint decode(InputStream in) throws IOException {
      DataInputStream data = new DataInputStream(in);
      return new FactFingerprint(data.readLong(), data.readLong());
    }
  }
}
