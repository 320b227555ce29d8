package dev.tally.io.pinot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.io.OtherLocale;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinotQueryTest {
  private static final String SQL = "SELECT n FROM readings";

  private CannedPinot pinot;

  @BeforeEach
  void startsABroker() throws IOException {
    pinot = new CannedPinot();
  }

  @AfterEach
  void stopsTheBroker() {
    pinot.close();
  }

  @Test
  void returnsACompleteResult() {
    pinot.counting(3, "");
    assertThat(ask(SQL).getLong(0, "n")).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '|',
      value = {
        ",'numServersResponded':1;Only 1 of 2 servers",
        ",'numGroupsLimitReached':true;left out groups",
        ",'exceptions':[{'errorCode':200,'message':'x'}];could not answer it completely"
      })
  void rejectsAPartialResult(String said, String reason) {
    pinot.counting(3, said);
    assertThatThrownBy(() -> ask(SQL))
        .isInstanceOf(PinotException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining(SQL);
  }

  @Test
  void reportsBothReasonsForNoResult() {
    pinot.answering(
        "/query/sql", "{'exceptions':[],'numServersQueried':0,'numServersResponded':0}");
    assertThatThrownBy(() -> ask(SQL))
        .isInstanceOf(PinotException.class)
        .hasMessageContaining("no segment yet, or none that the filter can match");
  }

  @Test
  void keepsItsLimit_afterAComment() {
    pinot.counting(3, "");
    assertThat(ask(SQL + " -- all of them").rowCount()).isEqualTo(1);
    assertThat(pinot.queries()).singleElement().asString().endsWith("-- all of them\nLIMIT 7");
  }

  @Test
  void sendsTheSameQuery_whateverDigitsTheLocaleHas() throws Exception {
    pinot.counting(3, "");
    assertThat(OtherLocale.in("ar-EG", () -> ask(SQL)).getLong(0, "n")).isEqualTo(3);
    assertThat(pinot.queries()).containsExactly("SET timeoutMs = 20000; " + SQL + "\nLIMIT 7");
  }

  @ParameterizedTest
  @CsvSource({"1,100001", "100000,100001", "200000,200001"})
  void requestsEnoughGroups_forPinotToReportDroppedOnes(int limit, int asked) {
    pinot.counting(3, "");
    Schema schema = Schema.builder().addInt64Field("n").build();
    GivenOut<Row> rows = new GivenOut<>();
    new QueryFn(List.of(pinot.broker()), Duration.standardSeconds(20), limit, schema)
        .process(SQL, rows);
    assertThat(rows.values).containsExactly(Row.withSchema(schema).addValue(3L).build());
    assertThat(pinot.queries()).singleElement().asString().endsWith("\nLIMIT " + asked);
  }

  private PinotRows ask(String sql) {
    try (PinotQuery query = PinotQuery.at(Duration.standardSeconds(20), pinot.broker())) {
      return query.query(sql, 7);
    }
  }
}
