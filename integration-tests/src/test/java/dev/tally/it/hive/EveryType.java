package dev.tally.it.hive;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** A row with a value of every Beam type, and what Hive returns for it. */
final class EveryType {
  private static final EnumerationType COLORS = EnumerationType.create("RED", "BLUE");
  private static final Schema PLACE =
      Schema.builder().addStringField("City").addNullableField("zip", FieldType.INT32).build();
  private static final Schema SCHEMA =
      Schema.builder()
          .addByteArrayField("key")
          .addInt32Field("revision")
          .addByteField("tiny")
          .addInt16Field("small")
          .addFloatField("f")
          .addDoubleField("d")
          .addBooleanField("b")
          .addDecimalField("dec")
          .addLogicalTypeField("money", FixedPrecisionNumeric.of(10, 2))
          .addDateTimeField("at")
          .addLogicalTypeField("micros", new MicrosInstant())
          .addLogicalTypeField("wall", SqlTypes.DATETIME)
          .addLogicalTypeField("date_of", SqlTypes.DATE)
          .addLogicalTypeField("color", COLORS)
          .addArrayField("list", FieldType.STRING.withNullable(true))
          .addArrayField("none", FieldType.INT64)
          .addMapField("counts", FieldType.STRING, FieldType.INT64)
          .addRowField("place", PLACE)
          .addArrayField("places", FieldType.row(PLACE))
          .addNullableField("nothing", FieldType.STRING)
          .build();

  static final List<String> COLUMNS =
      List.of(
          "key",
          "revision",
          "tiny",
          "small",
          "f",
          "d",
          "b",
          "dec",
          "money",
          "at",
          "micros",
          "wall",
          "date_of",
          "color",
          "list",
          "none",
          "counts",
          "place",
          "places",
          "nothing",
          "day");
  static final List<String> ANSWERS =
      List.of(
          "abc",
          "7",
          "-1",
          "300",
          "1.5",
          "-0.1",
          "true",
          "-12.500000000000000000",
          "99999999.99",
          "2026-11-21 10:20:30.123",
          "2026-11-21 10:20:30.123456",
          "2026-11-21 10:20:30.123456",
          "1969-12-31",
          "BLUE",
          "[\"x\",null,\"\"]",
          "[]",
          "{\"a\":1}",
          "{\"city\":\"Köln\",\"zip\":null}",
          "[{\"city\":\"Köln\",\"zip\":null}]",
          "null",
          "a b/%");

  private EveryType() {}

  static Row row() {
    Row place = Row.withSchema(PLACE).addValues("Köln", null).build();
    String at = "2026-11-21T10:20:30.123";
    return Row.withSchema(SCHEMA)
        .addValues("abc".getBytes(StandardCharsets.UTF_8), 7, (byte) -1, (short) 300)
        .addValues(1.5f, -0.1, true, new BigDecimal("-12.5"), new BigDecimal("99999999.99"))
        .addValues(Instant.parse(at + "Z"), java.time.Instant.parse(at + "456Z"))
        .addValues(LocalDateTime.parse(at + "456"), LocalDate.of(1969, 12, 31))
        .addValues(COLORS.valueOf("BLUE"), Arrays.asList("x", null, ""), List.of())
        .addValues(Map.of("a", 1L), place, List.of(place))
        .addValue(null)
        .build();
  }
}
