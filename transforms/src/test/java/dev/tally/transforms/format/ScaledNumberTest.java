package dev.tally.transforms.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.DeadLetter.Reason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ScaledNumberTest {
  private static final long LIMIT = 1_000_000;

  @Property
  void isExactForEachDecimal(
      @ForAll("decimals") String number,
      @ForAll("factors") long factor,
      @ForAll("roundings") RoundingMode rounding) {
    ScaledNumber conversion =
        ScaledNumber.unchanged("a number", rounding, Reason.WRONG_TYPE).times(factor);
    BigDecimal expected =
        new BigDecimal(number).multiply(BigDecimal.valueOf(factor)).setScale(0, rounding);
    Values values = new Values(1);

    Misfit misfit = conversion.text(number, values, 0);

    if (bits(expected) > 63) {
      assertThat(misfit).isNotNull();
    } else {
      assertThat(misfit).isNull();
      assertThat(values.integer(0)).isEqualTo(expected.longValueExact());
    }
  }

  private static int bits(BigDecimal number) {
    return number.toBigInteger().bitLength();
  }

  @Test
  void refusesWhatIsNoNumber() {
    ScaledNumber conversion =
        ScaledNumber.unchanged("a number", RoundingMode.FLOOR, Reason.WRONG_TYPE).times(LIMIT);

    for (String text :
        new String[] {"", "-", ".", "-.", "1.2.3", "1,5", "0x1", "--1", "1-", "one"}) {
      assertThat(conversion.text(text, new Values(1), 0)).as(text).isNotNull();
    }
  }

  @Provide
  Arbitrary<String> decimals() {
    return Arbitraries.oneOf(
        Arbitraries.bigDecimals().ofScale(8).map(BigDecimal::toPlainString),
        Arbitraries.bigDecimals()
            .between(BigDecimal.valueOf(-10), BigDecimal.valueOf(10))
            .ofScale(7)
            .map(BigDecimal::toPlainString),
        Arbitraries.longs().map(String::valueOf),
        Arbitraries.of("0.5", "1.5", "-0.5", "-1.5", "0.0000005", "0.0000015", "5.", ".5", "-.5"));
  }

  @Provide
  Arbitrary<Long> factors() {
    return Arbitraries.of(1L, 1_000L, 10_000L, LIMIT);
  }

  @Provide
  Arbitrary<RoundingMode> roundings() {
    return Arbitraries.of(RoundingMode.FLOOR, RoundingMode.HALF_EVEN);
  }
}
