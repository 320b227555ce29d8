package dev.tally.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;

/**
 * A representative value of a coder, for the golden file of encoded bytes.
 *
 * @param label what is particular about the value, for example {@code unread}
 */
public record CoderSample<T>(Coder<T> coder, String label, T value) {
  public static <T> CoderSample<T> of(Coder<T> coder, String label, T value) {
    return new CoderSample<>(coder, label, value);
  }

  /** Returns the class and the label, for example {@code kafka.PartitionCoder, 3 of 4}. */
  String name() {
    return CoderClasses.nameOf(coder.getClass()) + ", " + label;
  }

  String encoded() {
    return encoded(value);
  }

  /** Asserts that the bytes are decoded to a value with the same bytes: not all have equals. */
  void assertDecodedFrom(String hex) {
    try {
      T decoded = CoderUtils.decodeFromByteArray(coder, HexFormat.of().parseHex(hex));
      assertThat(encoded(decoded)).as(name()).isEqualTo(hex);
    } catch (CoderException e) {
      throw new AssertionError(name(), e);
    }
  }

  private String encoded(T any) {
    try {
      return HexFormat.of().formatHex(CoderUtils.encodeToByteArray(coder, any));
    } catch (CoderException e) {
      throw new AssertionError(name(), e);
    }
  }
}
