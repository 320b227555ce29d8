package dev.tally.io.pinot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class RowColumnsTest {
  private static final PinotTable READINGS =
      PinotTable.of("readings", "readings", "kafka:9092", "at")
          .withPrimaryKey("sensor")
          .withMetric("celsius", PinotTable.Type.DOUBLE)
          .withDimension("room", PinotTable.Type.STRING);
  private static final Schema READING =
      Schema.builder()
          .addStringField("sensor")
          .addInt32Field("revision")
          .addDateTimeField("at")
          .addDoubleField("celsius")
          .addNullableField("room", FieldType.STRING)
          .build();

  @Test
  void convertsRowsThatFit_withTimesInMillis_andWithoutNulls() {
    assertThat(RowColumns.problems(READING, READINGS)).isEmpty();
    Row row = reading("s1");
    RowColumns columns = RowColumns.of(READINGS);
    assertThat(columns.values(row))
        .isEqualTo(Map.of("sensor", "s1", "revision", 7, "at", 1000L, "celsius", 20.5));
    assertThat(columns.key(row)).isEqualTo("s1");
  }

  @Test
  void rejectsFieldsThatDoNotFit_withEveryReason() {
    Schema other =
        Schema.builder()
            .addNullableField("sensor", FieldType.STRING)
            .addInt64Field("revision")
            .addStringField("celsius")
            .addInt64Field("humidity")
            .build();
    assertThat(RowColumns.problems(other, READINGS))
        .satisfiesExactlyInAnyOrder(
            p -> assertThat(p).contains("celsius").contains("use matching types"),
            p -> assertThat(p).contains("no column humidity"),
            p -> assertThat(p).contains("field sensor that is never null"),
            p -> assertThat(p).contains("field at that is never null"));
  }

  @Test
  void rejectsKeysThatPinotWouldTruncate() {
    RowColumns columns = RowColumns.of(READINGS);
    assertThat(columns.key(reading("x".repeat(512)))).hasSize(512);
    for (String key : List.of("x".repeat(513), "a\0b")) {
      assertThatThrownBy(() -> columns.key(reading(key)))
          .isInstanceOf(PinotException.class)
          .hasMessageContaining("filter such rows out");
    }
  }

  @Test
  void rejectsEveryTextThatPinotWouldTruncate_soThatDifferentValuesStayDifferent() {
    RowColumns columns = RowColumns.of(READINGS);
    assertThat(columns.values(in("r".repeat(512)))).containsEntry("room", "r".repeat(512));
    for (String room : List.of("r".repeat(513), "hall\0east")) {
      assertThatThrownBy(() -> columns.values(in(room)))
          .isInstanceOf(PinotException.class)
          .hasMessageContaining("column room")
          .hasMessageContaining("filter such rows out")
          .hasMessageNotContaining("hall");
    }
  }

  @Test
  void convertsAResultToRows_byName_withTheGivenTypes() {
    PinotRows answer =
        new PinotRows(
            List.of("s", "n", "at"),
            List.of("STRING", "DOUBLE", "LONG"),
            List.of(List.of("s1", 3.0, 1000L)),
            10);
    Schema asked = Schema.builder().addDateTimeField("at").addInt64Field("n").build();
    assertThat(new ResultRows(asked).of(answer))
        .containsExactly(Row.withSchema(asked).addValues(Instant.ofEpochMilli(1000), 3L).build());
    assertThat(new ResultRows(ResultRows.schemaOf(answer)).of(answer).get(0).getValues())
        .containsExactly("s1", 3.0, 1000L);
    Schema unknown = Schema.builder().addInt64Field("x").build();
    assertThatThrownBy(() -> new ResultRows(unknown).of(answer))
        .hasMessageContaining("No column x");
  }

  @Test
  void acceptsATimeAsARevision() {
    Schema timed = Schema.builder().addStringField("sensor").addDateTimeField("revision").build();
    Row row = Row.withSchema(timed).addValues("s1", Instant.ofEpochMilli(1000)).build();
    RowColumns columns = RowColumns.of(READINGS);
    assertThat(columns.revision(row)).isEqualTo(1000);
    assertThat(columns.revision(reading("s1"))).isEqualTo(7);
  }

  private static Row in(String room) {
    return Row.withSchema(READING)
        .addValues("s1", 7, Instant.ofEpochMilli(1000), 20.5, room)
        .build();
  }

  private static Row reading(String sensor) {
    return Row.withSchema(READING)
        .addValues(sensor, 7, Instant.ofEpochMilli(1000), 20.5, null)
        .build();
  }
}
