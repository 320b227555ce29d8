package dev.tally.io.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;

class JsonRowsTest {
  private final JsonRows json = new JsonRows(ReadingTable.TABLE);

  @Test
  void writesOneLinePerRow_withNullsAndBooleansAsNumbers() throws IOException {
    Row full =
        Row.withSchema(ReadingTable.SCHEMA).addValues("b", Long.MAX_VALUE, -1L, "x", true).build();
    assertThat(text(ReadingTable.row("a", 1, 2), full))
        .isEqualTo(
            """
            {"sensor":"a","revision":1,"at":2,"room":null,"broken":null}
            {"sensor":"b","revision":9223372036854775807,"at":-1,"room":"x","broken":1}
            """);
  }

  @Test
  void refusesHalfOfASurrogatePair() {
    assertThatThrownBy(() -> text(ReadingTable.row("a\ud83d", 1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column sensor of table lab.readings has an unpaired surrogate");
  }

  @Property
  void keepsEveryTextThatUtf8CanEncode_inOneLine(@ForAll String sensor) throws IOException {
    if (UTF_8.newEncoder().canEncode(sensor)) {
      String line = text(ReadingTable.row(sensor, 1, 2));
      JsonNode read = new ObjectMapper().readTree(line);
      assertThat(read.get("sensor").asText()).isEqualTo(sensor);
      assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    }
  }

  private String text(Row... rows) throws IOException {
    return new String(json.encode(List.of(rows)), UTF_8);
  }
}
