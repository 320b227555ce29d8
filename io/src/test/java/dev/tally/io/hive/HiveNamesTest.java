package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.io.hive.TableSpec.TableName;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HiveIOTest checks with a real Hive that accepted names can be queried. */
class HiveNamesTest {
  private static final TableName TABLE = TableName.of("readings");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ad id",
        "a,b",
        "a;b",
        "a:b",
        "a`b",
        "a(b",
        "a{b",
        "a=b",
        "a<b",
        "a\tb",
        "a\nb",
        "",
        "a/b",
        "İ",
        "INPUT__FILE__NAME",
        "tally_place",
        "a\"b",
        "a😀"
      })
  void refusesAColumnThatHiveCannotReadBack(String name) {
    Schema schema = Schema.builder().addStringField(name).build();
    assertThatThrownBy(() -> HiveNames.check(TABLE, schema, List.of("day")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column \"" + name + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", "c,d", "a b", "a>b", "a.b", "a-b", "a$b"})
  void refusesAFieldOfARowInAColumn_howeverDeep(String name) {
    FieldType row = FieldType.row(Schema.builder().addStringField(name).build());
    for (FieldType type :
        List.of(row, FieldType.array(row), FieldType.map(FieldType.STRING, FieldType.array(row)))) {
      Schema schema = Schema.builder().addField("s", type).build();
      assertThatThrownBy(() -> HiveNames.check(TABLE, schema, List.of("day")))
          .hasMessageContaining("field of s \"" + name + "\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"_day", "a.b", "a-b", "a b", "x=y"})
  void refusesAPartitionColumn_whoseDirectoryHiveCannotFind(String name) {
    Schema schema = Schema.builder().addStringField("k").build();
    assertThatThrownBy(() -> HiveNames.check(TABLE, schema, List.of(name)))
        .hasMessageContaining("partition column \"" + name + "\"");
  }

  @Test
  void acceptsReservedWords_signsAndLettersOfAnyScript() {
    Schema schema =
        Schema.builder()
            .addStringField("utm.source")
            .addStringField("größe")
            .addStringField("order")
            .addStringField("x".repeat(128))
            .build();
    assertThatCode(() -> HiveNames.check(TABLE, schema, List.of("timestamp")))
        .doesNotThrowAnyException();
    assertThat(HiveNames.columnRefusal("x".repeat(129))).isPresent();
    assertThat(HiveNames.fieldRefusal("größe")).isEmpty();
  }

  /** Observed in Hive 4.0.1: no query that reads a field of the nested row compiles. */
  @Test
  void refusesADottedColumnBesideAColumnOfRows() {
    FieldType row = FieldType.row(Schema.builder().addStringField("a").build());
    Schema schema = Schema.builder().addStringField("utm.source").addField("s", row).build();
    assertThatThrownBy(() -> HiveNames.check(TABLE, schema, List.of("day")))
        .hasMessageContaining("column \"utm.source\"");
  }

  @Test
  void refusesTypesThatHiveDoesNotHave() {
    refuses(FieldType.row(Schema.builder().build()), "row without fields");
    refuses(FieldType.map(FieldType.array(FieldType.STRING), FieldType.STRING), "key of a map");
    refuses(FieldType.logicalType(FixedPrecisionNumeric.of(39, 2)), "at most 38 digits");
    refuses(FieldType.logicalType(FixedPrecisionNumeric.of(5, 6)), "scale");
  }

  private static void refuses(FieldType type, String why) {
    Schema schema = Schema.builder().addField("f", type).build();
    assertThatThrownBy(() -> HiveNames.check(TABLE, schema, List.of("day")))
        .hasMessageContaining("\"f\"")
        .hasMessageContaining(why);
  }

  @Test
  void refusesNamesThatDifferInCaseOnly_andTables() {
    Schema twice = Schema.builder().addStringField("a").addStringField("A").build();
    assertThatThrownBy(() -> HiveNames.check(TABLE, twice, List.of("day")))
        .hasMessageContaining("differ only in case");
    Schema one = Schema.builder().addStringField("a").build();
    assertThatThrownBy(() -> HiveNames.check(TABLE, one, List.of("A"))).hasMessageContaining("A");
    assertThatThrownBy(() -> HiveNames.check(TableName.of("ad metrics"), one, List.of("day")))
        .hasMessageContaining("table or database \"ad metrics\"");
  }
}
