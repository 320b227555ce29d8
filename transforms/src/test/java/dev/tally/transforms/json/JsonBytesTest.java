package dev.tally.transforms.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Utf8;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class JsonBytesTest {
  private static final byte[] NEAR_A_LIMIT = {
    0, 1, 0x1f, 0x20, 0x21, '"', '#', '[', '\\', ']', 0x7f, (byte) 0x80, (byte) 0xa2, (byte) 0xff
  };

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    int rare = 1 + random.nextInt(40);
    for (int i = 0; i < length; i++) {
      bytes[i] = random.nextInt(rare) > 0 ? (byte) 'a' : NEAR_A_LIMIT[random.nextInt(14)];
    }
    return bytes;
  }

  @Property
  void findsTheFirstByteThatAStringCannotContain(
      @ForAll long seed, @ForAll @IntRange(max = 60) int length) {
    Random random = new Random(seed);
    byte[] bytes = bytes(random, length);
    int from = random.nextInt(length + 1);
    int end = from + random.nextInt(length - from + 1);
    int expected = from;
    while (expected < end
        && bytes[expected] != '"'
        && bytes[expected] != '\\'
        && (bytes[expected] & 0xff) >= 0x20) {
      expected++;
    }
    assertThat(JsonBytes.firstSpecial(bytes, from, end)).isEqualTo(expected);
  }

  @Property
  void recognizesUtf8AsGuavaDoes(@ForAll long seed, @ForAll @IntRange(max = 60) int length) {
    byte[] bytes = bytes(new Random(seed), length);
    assertThat(JsonBytes.areUtf8(bytes)).isEqualTo(Utf8.isWellFormed(bytes));
  }

  @Property
  void acceptsTextAsUtf8(@ForAll String text) {
    byte[] bytes = text.getBytes(UTF_8);
    assertThat(JsonBytes.areUtf8(bytes)).isTrue();
  }
}
