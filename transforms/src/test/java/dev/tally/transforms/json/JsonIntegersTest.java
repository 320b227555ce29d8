package dev.tally.transforms.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonIntegersTest {
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  private static void isReadLike(BigInteger oracle) {
    byte[] bytes = ("[" + oracle + "]").getBytes(US_ASCII);
    boolean fits = oracle.compareTo(LEAST) >= 0 && oracle.compareTo(MOST) <= 0;
    assertThat(JsonIntegers.fitLong(bytes, 1, bytes.length - 1)).isEqualTo(fits);
    if (fits) {
      assertThat(JsonIntegers.value(bytes, 1, bytes.length - 1)).isEqualTo(oracle.longValue());
    }
  }

  @Property
  void anyInteger_isReadAsItsValue_orDoesNotFit(
      @ForAll BigInteger any, @ForAll @IntRange(max = 70) int shift) {
    isReadLike(any);
    isReadLike(any.shiftRight(shift));
  }

  @Property
  void integersAtTheLimits_areReadExactly(@ForAll @IntRange(min = -50, max = 50) int distance) {
    isReadLike(LEAST.add(BigInteger.valueOf(distance)));
    isReadLike(MOST.add(BigInteger.valueOf(distance)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "9999999999999999999",
        "-9999999999999999999",
        "10000000000000000000",
        "18446744073709551616",
        "-18446744073709551615"
      })
  void integersWithManyDigits_areReadExactly(String text) {
    isReadLike(new BigInteger(text));
  }

  @Test
  void minusZero_isZero() {
    byte[] bytes = "-0".getBytes(US_ASCII);
    assertThat(JsonIntegers.fitLong(bytes, 0, bytes.length)).isTrue();
    assertThat(JsonIntegers.value(bytes, 0, bytes.length)).isZero();
  }
}
