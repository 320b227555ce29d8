package dev.tally.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;

class BlockCoderTest {
  private static final BlockCoder<Long> LONGS = BlockCoder.of(VarLongCoder.of());

  @Property(tries = 200)
  void bringsBackEveryBlock(@ForAll @Size(max = 2_000) List<Long> block) throws Exception {
    CoderLaws.roundTrips(LONGS, block);
  }

  @Test
  void readsOnlyItsOwnBytes() throws Exception {
    KvCoder<List<String>, Integer> coder =
        KvCoder.of(BlockCoder.of(StringUtf8Coder.of()), VarIntCoder.of());
    CoderLaws.roundTrips(coder, KV.of(List.of("a".repeat(5_000), "", "é"), 7));
    CoderLaws.roundTrips(coder, KV.of(List.of(), 7));
  }

  @Test
  void keepsItsLayout() throws Exception {
    assertThat(HexFormat.of().formatHex(CoderUtils.encodeToByteArray(LONGS, List.of(1L, 300L))))
        .isEqualTo("020301ac02");
  }

  @Test
  void refusesBytesThatEndTooEarly() throws Exception {
    byte[] bytes = CoderUtils.encodeToByteArray(LONGS, List.of(1L, 2L, 300L));
    for (int length = 0; length < bytes.length; length++) {
      byte[] shorter = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> LONGS.decode(new ByteArrayInputStream(shorter)))
          .isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> LONGS.decode(new ByteArrayInputStream(new byte[] {2, 1, 1})))
        .isInstanceOf(IOException.class);
  }

  @Test
  void refusesNull() {
    assertThatThrownBy(() -> CoderUtils.encodeToByteArray(LONGS, null))
        .isInstanceOf(CoderException.class);
  }

  @Test
  void refusesABucketThatItDoesNotHave() {
    assertThatThrownBy(() -> CoderUtils.encodeToByteArray(BucketCoder.of(4), 4))
        .isInstanceOf(CoderException.class)
        .hasMessageContaining("of 4 cannot encode 4");
  }

  @Test
  void aBucketIsDecodedAsItWasEncoded() throws Exception {
    CoderLaws.roundTrips(BucketCoder.of(256), 255);
    CoderLaws.roundTrips(BucketCoder.of(1), 0);
  }
}
