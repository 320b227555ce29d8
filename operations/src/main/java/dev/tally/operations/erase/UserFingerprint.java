package dev.tally.operations.erase;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.Hashing;

/**
 * A {@code UserFingerprint} identifies a user without containing the user id. The id cannot be
 * computed from it, but an id that is known or guessed can be compared with it.
 *
 * @param hex the SHA-256 of a fixed prefix and the user id in UTF-8, as 64 hexadecimal digits
 */
public record UserFingerprint(String hex) {
  /** Other hashes of user ids, for example in exports, do not equal a fingerprint. */
  static final String PREFIX = "tally-erasure:";

  /** Returns the fingerprint of a user id. */
  public static UserFingerprint of(String userId) {
    return new UserFingerprint(Hashing.sha256().hashString(PREFIX + userId, UTF_8).toString());
  }
}
