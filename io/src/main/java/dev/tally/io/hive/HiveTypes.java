package dev.tally.io.hive;

import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import dev.tally.io.hive.HiveType.Single;
import dev.tally.io.hive.HiveType.Struct;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.Type;
import org.joda.time.ReadableInstant;
import org.jspecify.annotations.Nullable;

/**
 * Maps Beam types to Hive types. Timestamps are written in microseconds as UTC wall-clock time,
 * independent of the session's time zone. A logical type without a counterpart is written as its
 * base type.
 */
final class HiveTypes {
  private static final long MICROS_A_MILLI = 1_000;
  private static final int MOST_DIGITS = 38;
  private static final int SCALE = 18;
  private static final int DECIMAL_BYTES = 16;

  private HiveTypes() {}

  static Struct of(Schema schema) {
    return new Struct(
        schema.getFields().stream()
            .map(field -> Struct.Field.of(field.getName(), of(field.getType())))
            .toList());
  }

  static HiveType of(FieldType type) {
    return switch (type.getTypeName()) {
      case BYTE -> number("tinyint", 8);
      case INT16 -> number("smallint", 16);
      case INT32 -> number("int", 32);
      case INT64 ->
          new Single("bigint", INT64, 0, null, (out, v) -> out.addLong(((Number) v).longValue()));
      case FLOAT -> new Single("float", FLOAT, 0, null, (out, v) -> out.addFloat((Float) v));
      case DOUBLE -> new Single("double", DOUBLE, 0, null, (out, v) -> out.addDouble((Double) v));
      case BOOLEAN ->
          new Single("boolean", BOOLEAN, 0, null, (out, v) -> out.addBoolean((Boolean) v));
      case STRING -> string();
      case BYTES ->
          new Single(
              "binary",
              BINARY,
              0,
              null,
              (out, v) -> out.addBinary(Binary.fromConstantByteArray((byte[]) v)));
      case DECIMAL -> decimal(MOST_DIGITS, SCALE);
      case DATETIME -> timestamp(v -> ofMillis(((ReadableInstant) v).getMillis()));
      case ARRAY, ITERABLE -> new HiveType.ListOf(of(element(type.getCollectionElementType())));
      case MAP ->
          new HiveType.MapOf(
              of(element(type.getMapKeyType())), of(element(type.getMapValueType())));
      case ROW -> of(schemaOf(type));
      case LOGICAL_TYPE -> logical(type);
    };
  }

  private static FieldType element(@Nullable FieldType type) {
    return Objects.requireNonNull(type);
  }

  private static Schema schemaOf(FieldType type) {
    return Objects.requireNonNull(type.getRowSchema());
  }

  @SuppressWarnings("unchecked")
  private static HiveType logical(FieldType type) {
    LogicalType<Object, Object> logical =
        (LogicalType<Object, Object>) Objects.requireNonNull(type.getLogicalType());
    return switch (logical.getIdentifier()) {
      case "beam:logical_type:date:v1" ->
          new Single(
              "date",
              INT32,
              0,
              LogicalTypeAnnotation.dateType(),
              (out, v) -> out.addInteger(days((LocalDate) v)));
      case "beam:logical_type:datetime:v1" ->
          timestamp(v -> micros(((LocalDateTime) v).toInstant(ZoneOffset.UTC)));
      case "beam:logical_type:micros_instant:v1",
          "beam:logical_type:millis_instant:v1",
          "beam:logical_type:nanos_instant:v1" ->
          timestamp(v -> micros((Instant) v));
      case "beam:logical_type:fixed_decimal:v1" -> fixedDecimal(logical);
      case "Enum", "beam:logical_type:enumeration:v1", "beam:logical_type:uuid:v1" ->
          new Single(
              "string",
              BINARY,
              0,
              LogicalTypeAnnotation.stringType(),
              (out, v) -> out.addBinary(Binary.fromString(text(logical, v))));
      default -> new AsBase(of(logical.getBaseType()), logical);
    };
  }

  private static String text(LogicalType<?, ?> logical, Object value) {
    return logical instanceof EnumerationType names && value instanceof EnumerationType.Value each
        ? names.toString(each)
        : value.toString();
  }

  private static HiveType fixedDecimal(LogicalType<Object, Object> logical) {
    Row argument = Objects.requireNonNull(logical.getArgument());
    Integer precision = argument.getInt32("precision");
    Integer scale = argument.getInt32("scale");
    boolean known = precision != null && precision > 0 && scale != null;
    return known ? decimal(precision, scale) : decimal(MOST_DIGITS, SCALE);
  }

  /** A logical type that is written as its base type. */
  private record AsBase(HiveType base, LogicalType<Object, Object> logical) implements HiveType {
    @Override
    public String name() {
      return base.name();
    }

    @Override
    public Type parquet(String field, Type.Repetition repetition) {
      return base.parquet(field, repetition);
    }

    @Override
    public void write(RecordConsumer out, Object value) {
      base.write(out, logical.toBaseType(value));
    }
  }

  private static HiveType number(String name, int bits) {
    return new Single(
        name,
        INT32,
        0,
        LogicalTypeAnnotation.intType(bits),
        (out, v) -> out.addInteger(((Number) v).intValue()));
  }

  private static HiveType string() {
    return new Single(
        "string",
        BINARY,
        0,
        LogicalTypeAnnotation.stringType(),
        (out, v) -> out.addBinary(Binary.fromString((String) v)));
  }

  /**
   * Returns a type that stores microseconds since 1970, whatever the precision of the field is,
   * because files that are merged must have the same types.
   */
  private static HiveType timestamp(ToLongFunction<Object> micros) {
    return new Single(
        "timestamp",
        INT64,
        0,
        timestampType(false, TimeUnit.MICROS),
        (out, v) -> out.addLong(micros.applyAsLong(v)));
  }

  private static long ofMillis(long millis) {
    return Math.multiplyExact(millis, MICROS_A_MILLI);
  }

  private static int days(LocalDate date) {
    long days = date.toEpochDay();
    if (days != (int) days) {
      throw new HiveException(
          "%s is not a date that Hive tables store: its distance from 1970 has more than 32 bits."
              .formatted(date));
    }
    return (int) days;
  }

  private static long micros(Instant instant) {
    if (!instant.truncatedTo(ChronoUnit.MICROS).equals(instant)) {
      throw new HiveException(
          "%s is more precise than a microsecond, and HiveIO stores microseconds: truncate it to microseconds."
              .formatted(instant));
    }
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static HiveType decimal(int precision, int scale) {
    return new Single(
        "decimal(" + precision + "," + scale + ")",
        FIXED_LEN_BYTE_ARRAY,
        DECIMAL_BYTES,
        LogicalTypeAnnotation.decimalType(scale, precision),
        (out, v) ->
            out.addBinary(
                Binary.fromConstantByteArray(unscaled((BigDecimal) v, precision, scale))));
  }

  private static byte[] unscaled(BigDecimal value, int precision, int scale) {
    BigDecimal scaled;
    try {
      scaled = value.setScale(scale, RoundingMode.UNNECESSARY);
    } catch (ArithmeticException e) {
      throw new HiveException(doesNotFit(precision, scale), e);
    }
    if (scaled.precision() > precision) {
      throw new HiveException(doesNotFit(precision, scale));
    }
    byte[] digits = scaled.unscaledValue().toByteArray();
    byte[] all = new byte[DECIMAL_BYTES];
    Arrays.fill(all, scaled.signum() < 0 ? (byte) -1 : 0);
    System.arraycopy(digits, 0, all, DECIMAL_BYTES - digits.length, digits.length);
    return all;
  }

  private static String doesNotFit(int precision, int scale) {
    return "A number does not fit into decimal(%d,%d): declare the field with the logical type FixedPrecisionNumeric, and with a precision and scale that are large enough."
        .formatted(precision, scale);
  }
}
