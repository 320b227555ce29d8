package dev.tally.truth.generate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes a SHA-256 digest over several parts. */
final class Sha256 {
  private final MessageDigest digest;

  Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  Sha256 add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  Sha256 add(byte[] bytes) {
    digest.update(bytes);
    digest.update((byte) '\n');
    return this;
  }

  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
