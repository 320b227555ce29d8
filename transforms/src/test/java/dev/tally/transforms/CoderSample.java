package dev.tally.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;

/**
 * A representative value of a coder, for the golden file of encoded bytes.
 *
 * @param label what is particular about the value, for example {@code without a touch}
 */
public record CoderSample<T>(Coder<T> coder, String label, T value) {
  public static <T> CoderSample<T> of(Coder<T> coder, String label, T value) {
    return new CoderSample<>(coder, label, value);
  }

  /** Returns the class and the label, for example {@code model.TouchCoder, click}. */
  String name() {
    return CoderClasses.nameOf(coder.getClass()) + ", " + label;
  }

  String encoded() {
    try {
      return HexFormat.of().formatHex(CoderUtils.encodeToByteArray(coder, value));
    } catch (CoderException e) {
      throw new AssertionError(name(), e);
    }
  }

  void assertDecodedFrom(String hex) {
    try {
      assertThat(CoderUtils.decodeFromByteArray(coder, HexFormat.of().parseHex(hex)))
          .as(name())
          .isEqualTo(value);
    } catch (CoderException e) {
      throw new AssertionError(name(), e);
    }
  }
}
