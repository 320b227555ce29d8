package dev.tally.transforms.format;

import dev.tally.transforms.model.DeadLetter.Reason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Converts a number in some unit to an integer in another unit, exactly: value · factor / divisor +
 * offset, rounded once. Numbers may be texts, such as {@code "12.50"}. Doubles are not used.
 *
 * <p>Limits: a number has at most 64 characters. The time is bounded for any number, for example
 * {@code 1e999999999}.
 *
 * @param unit what is expected, for use in a message
 * @param onOverflow why a number that does not fit into 64 bits is rejected
 */
record ScaledNumber(
    String unit, long factor, long divisor, long offset, RoundingMode rounding, Reason onOverflow)
    implements Conversion {
  private static final int MAX_LENGTH = 64;

  /** No 64-bit number and no factor has as many digits. */
  private static final int MAX_MAGNITUDE = 40;

  /** Returns the conversion of a number that is already in the unit of the field. */
  static ScaledNumber unchanged(String unit, RoundingMode rounding, Reason onOverflow) {
    return new ScaledNumber(unit, 1, 1, 0, rounding, onOverflow);
  }

  ScaledNumber times(long factor) {
    return new ScaledNumber(unit, factor, divisor, offset, rounding, onOverflow);
  }

  ScaledNumber dividedBy(long divisor) {
    return new ScaledNumber(unit, factor, divisor, offset, rounding, onOverflow);
  }

  ScaledNumber plus(long offset) {
    return new ScaledNumber(unit, factor, divisor, offset, rounding, onOverflow);
  }

  @Override
  public @Nullable Misfit integer(long integer, Values out, int field) {
    if (divisor != 1) {
      return decimal(Long.toString(integer), out, field);
    }
    try {
      out.setInteger(field, Math.addExact(Math.multiplyExact(integer, factor), offset));
      return null;
    } catch (ArithmeticException e) {
      return overflow();
    }
  }

  @Override
  public @Nullable Misfit text(String text, Values out, int field) {
    return decimal(text.strip(), out, field);
  }

  @Override
  public @Nullable Misfit decimal(String number, Values out, int field) {
    long plain = divisor == 1 ? PlainDecimal.scaled(number, factor, rounding) : PlainDecimal.NONE;
    if (plain != PlainDecimal.NONE && offset == 0) {
      out.setInteger(field, plain);
      return null;
    }
    return number.length() > MAX_LENGTH ? tooLong(number) : exact(number, out, field);
  }

  private Misfit tooLong(String number) {
    return isDigits(number) ? overflow() : wrongType();
  }

  private @Nullable Misfit exact(String number, Values out, int field) {
    try {
      BigDecimal value = new BigDecimal(number);
      if ((long) value.precision() - value.scale() > MAX_MAGNITUDE) {
        return value.signum() == 0 ? set(BigDecimal.ZERO, out, field) : overflow();
      }
      return set(value.scale() > 2 * MAX_LENGTH ? BigDecimal.ZERO : value, out, field);
    } catch (NumberFormatException e) {
      return wrongType();
    }
  }

  private @Nullable Misfit set(BigDecimal value, Values out, int field) {
    try {
      BigDecimal scaled =
          value
              .multiply(BigDecimal.valueOf(factor))
              .divide(BigDecimal.valueOf(divisor), 0, rounding)
              .add(BigDecimal.valueOf(offset));
      out.setInteger(field, scaled.longValueExact());
      return null;
    } catch (ArithmeticException e) {
      return overflow();
    }
  }

  @Override
  public Misfit flag(boolean flag, Values out, int field) {
    return wrongType();
  }

  private Misfit overflow() {
    return new Misfit(onOverflow, unit + " that fits into 64 bits");
  }

  private Misfit wrongType() {
    return new Misfit(Reason.WRONG_TYPE, unit);
  }

  private static boolean isDigits(String number) {
    return number.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-' || c == '+');
  }

  @Override
  public String expected() {
    return unit;
  }
}
