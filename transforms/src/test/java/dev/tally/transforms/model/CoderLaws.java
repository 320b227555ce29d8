package dev.tally.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;

/** Assertions that every coder of Tally must pass. */
public final class CoderLaws {
  private CoderLaws() {}

  /** Asserts that the value survives encoding and decoding, and that encoding is deterministic. */
  public static <T> void roundTrips(Coder<T> coder, T value) throws Exception {
    byte[] bytes = CoderUtils.encodeToByteArray(coder, value);
    assertThat(CoderUtils.decodeFromByteArray(coder, bytes)).isEqualTo(value);
    assertThat(CoderUtils.encodeToByteArray(coder, value)).isEqualTo(bytes);
  }

  /** Asserts that the layout is exactly these bytes, because savepoints contain them. */
  public static <T> void hasLayout(Coder<T> coder, T value, String hex) throws Exception {
    byte[] bytes = CoderUtils.encodeToByteArray(coder, value);
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(hex);
    assertThat(CoderUtils.decodeFromByteArray(coder, bytes)).isEqualTo(value);
    refusesWhatItDoesNotKnow(coder, bytes);
  }

  private static <T> void refusesWhatItDoesNotKnow(Coder<T> coder, byte[] bytes) throws Exception {
    byte[] newer = bytes.clone();
    newer[0]++;
    assertThatThrownBy(() -> coder.decode(new ByteArrayInputStream(newer)))
        .isInstanceOf(CoderException.class)
        .hasMessageContaining(
            "%s reads layout version %d but found version %d"
                .formatted(coder.getClass().getSimpleName(), bytes[0], newer[0]));
    for (int length = 0; length < bytes.length; length++) {
      byte[] shorter = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> coder.decode(new ByteArrayInputStream(shorter)))
          .isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> coder.encode(null, OutputStream.nullOutputStream()))
        .isInstanceOf(CoderException.class);
    assertThat(ObjectStreamClass.lookup(coder.getClass()).getSerialVersionUID()).isEqualTo(1L);
    assertThat(SerializableUtils.clone(coder)).isEqualTo(coder);
    coder.verifyDeterministic();
    assertThat(coder.consistentWithEquals()).isTrue();
  }
}
