package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.Date;
import org.apache.beam.sdk.schemas.logicaltypes.DateTime;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.NanosInstant;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.junit.jupiter.api.Test;

/** A value must be stored unchanged, or refused: a changed one is never noticed. */
class HiveTypesTest {
  private static final FieldType DATE = FieldType.logicalType(new Date());

  @Property
  void storesADecimalExactly_orRefusesIt(
      @ForAll BigInteger digits,
      @ForAll @IntRange(min = -5, max = 25) int itsScale,
      @ForAll @IntRange(min = 1, max = 38) int precision,
      @ForAll @IntRange(max = 38) int scale) {
    BigDecimal value = new BigDecimal(digits, itsScale);
    HiveType type =
        HiveTypes.of(
            FieldType.logicalType(FixedPrecisionNumeric.of(precision, Math.min(scale, precision))));
    BigDecimal largest = BigDecimal.TEN.pow(precision).movePointLeft(Math.min(scale, precision));
    boolean fits =
        value.stripTrailingZeros().scale() <= Math.min(scale, precision)
            && value.abs().compareTo(largest) < 0;
    if (fits) {
      byte[] stored = ((Binary) written(type, value).get(0)).getBytes();
      assertThat(stored).hasSize(16);
      assertThat(new BigDecimal(new BigInteger(stored), Math.min(scale, precision)))
          .isEqualByComparingTo(value);
    } else {
      assertThatThrownBy(() -> written(type, value))
          .isInstanceOf(HiveException.class)
          .hasMessageContaining(type.name());
    }
  }

  @Property
  void storesEveryDate_thatADateColumnCanHold(@ForAll int epochDay) {
    assertThat(written(HiveTypes.of(DATE), LocalDate.ofEpochDay(epochDay)))
        .containsExactly(epochDay);
  }

  @Test
  void refusesADate_thatWouldBeStoredAsAnother() {
    for (long day : new long[] {1L + Integer.MAX_VALUE, -1L + Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> written(HiveTypes.of(DATE), LocalDate.ofEpochDay(day)))
          .isInstanceOf(HiveException.class)
          .hasMessageContaining("date");
    }
    assertThatThrownBy(() -> written(HiveTypes.of(DATE), LocalDate.MAX))
        .hasMessageContaining("+999999999-12-31");
  }

  @Test
  void storesTimesInMicroseconds_alsoBefore1970() {
    HiveType nanos = HiveTypes.of(FieldType.logicalType(new NanosInstant()));
    assertThat(written(nanos, Instant.parse("1969-12-31T23:59:59.999999Z"))).containsExactly(-1L);
    assertThat(written(nanos, Instant.parse("2026-11-21T00:00:00.000001Z")))
        .containsExactly(1_795_219_200_000_001L);
    HiveType local = HiveTypes.of(FieldType.logicalType(new DateTime()));
    assertThat(written(local, LocalDateTime.of(1970, 1, 1, 0, 0, 1))).containsExactly(1_000_000L);
    assertThat(written(HiveTypes.of(FieldType.DATETIME), org.joda.time.Instant.ofEpochMilli(-1)))
        .containsExactly(-1_000L);
  }

  @Test
  void refusesATime_thatMicrosecondsCannotHold() {
    HiveType nanos = HiveTypes.of(FieldType.logicalType(new NanosInstant()));
    assertThatThrownBy(() -> written(nanos, Instant.ofEpochSecond(0, 1)))
        .hasMessageContaining("more precise than a microsecond")
        .hasMessageContaining("1970-01-01T00:00:00.000000001Z");
    assertThatThrownBy(() -> written(nanos, Instant.MAX)).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(
            () ->
                written(
                    HiveTypes.of(FieldType.DATETIME),
                    org.joda.time.Instant.ofEpochMilli(Long.MAX_VALUE)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void distinguishesNoList_anEmptyList_andAListOfNulls() {
    HiveType list = HiveTypes.of(FieldType.array(FieldType.STRING.withNullable(true)));
    assertThat(written(list, List.of())).containsExactly("(", ")");
    assertThat(written(list, Arrays.asList("a", null)))
        .containsExactly("(", "list", "(", "element", Binary.fromString("a"), ")", "(", ")", ")");
    List<Object> none = new ArrayList<>();
    list.writeField(new Recorded(none), "f", 0, null);
    assertThat(none).isEmpty();
  }

  @Test
  void refusesAMapWithoutAKey_becauseHiveCannotStoreIt() {
    HiveType map = HiveTypes.of(FieldType.map(FieldType.STRING, FieldType.INT32));
    Map<String, Integer> entries = new LinkedHashMap<>();
    entries.put("a", null);
    assertThat(written(map, entries))
        .containsExactly("(", "key_value", "(", "key", Binary.fromString("a"), ")", ")");
    entries.put(null, 1);
    assertThatThrownBy(() -> written(map, entries)).hasMessageContaining("the key null");
  }

  @Test
  void writesNestedRowsByPosition_inTheNamesOfHive() {
    Schema schema =
        Schema.builder()
            .addNullableField("Shop", FieldType.INT16)
            .addNullableField("ID", FieldType.BYTE)
            .build();
    HiveType struct = HiveTypes.of(FieldType.row(schema));
    assertThat(struct.name()).isEqualTo("struct<shop:smallint,id:tinyint>");
    Row row = Row.withSchema(schema).addValues(null, (byte) -1).build();
    assertThat(written(struct, row)).containsExactly("(", "id", -1, ")");
  }

  @Test
  void storesTheNameOfAnEnumeration_notItsNumber() {
    EnumerationType colours = EnumerationType.create("RED", "BLUE");
    assertThat(written(HiveTypes.of(FieldType.logicalType(colours)), colours.valueOf("BLUE")))
        .containsExactly(Binary.fromString("BLUE"));
  }

  private static List<Object> written(HiveType type, Object value) {
    List<Object> events = new ArrayList<>();
    type.write(new Recorded(events), value);
    return events;
  }

  /** Keeps the names and the values that it receives. */
  private static final class Recorded extends RecordConsumer {
    private final List<Object> events;

    Recorded(List<Object> events) {
      this.events = events;
    }

    @Override
    public void startMessage() {}

    @Override
    public void endMessage() {}

    @Override
    public void startField(String field, int index) {
      events.add(field);
    }

    @Override
    public void endField(String field, int index) {}

    @Override
    public void startGroup() {
      events.add("(");
    }

    @Override
    public void endGroup() {
      events.add(")");
    }

    @Override
    public void addInteger(int value) {
      events.add(value);
    }

    @Override
    public void addLong(long value) {
      events.add(value);
    }

    @Override
    public void addBoolean(boolean value) {
      events.add(value);
    }

    @Override
    public void addBinary(Binary value) {
      events.add(value);
    }

    @Override
    public void addFloat(float value) {
      events.add(value);
    }

    @Override
    public void addDouble(double value) {
      events.add(value);
    }
  }
}
