package dev.tally.io.pinot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tally.io.pinot.PinotTables.Applied;
import java.io.IOException;
import org.joda.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent to the controller, and in which order, when a table is applied. */
class ApplyTableTest {
  private static final TableTopic TOPIC = new TableTopic("Xq4vGjKnRmuUsYH7m1hCUw", 4);
  private static final PinotTable METRICS =
      PinotTable.of("ad_metrics", "all-ad-metrics", "kafka-1:9092", "minute")
          .withDimension("region", PinotTable.Type.STRING)
          .withMetric("clicks", PinotTable.Type.LONG);
  private static final PinotTable WITH_SHOP = METRICS.withDimension("shop", PinotTable.Type.STRING);

  private CannedPinot pinot;

  @BeforeEach
  void startsPinot() throws IOException {
    pinot = new CannedPinot();
  }

  @AfterEach
  void stopsPinot() {
    pinot.close();
  }

  private Applied apply(PinotTable table) {
    return PinotTables.at(pinot.controller()).withTimeout(Duration.millis(300)).apply(table, TOPIC);
  }

  private void exists(PinotTable table) {
    String config = PinotTables.tableJson(table, TOPIC);
    pinot
        .answering("/tables/ad_metrics", "{\"REALTIME\":" + config + "}")
        .answering("/schemas/ad_metrics", PinotTables.schemaJson(table))
        .answering("/schemas", "{}");
  }

  private void segments(String wanted, String found) {
    String view = "{'REALTIME':{'s':{'server':'%s'}}}";
    pinot
        .answering("/tables/ad_metrics/idealstate", view.formatted(wanted))
        .answering("/tables/ad_metrics/externalview", view.formatted(found));
  }

  @Test
  void createsTheSchemaBeforeTheTable() {
    pinot.answering("/schemas", "{}").answering("/tables", "{}");
    assertThat(apply(METRICS)).isEqualTo(Applied.CREATED);
    assertThat(pinot.changes()).containsExactly("POST /schemas?override=true", "POST /tables");
  }

  @Test
  void sendsNothing_whenTheTableIsEqual() {
    exists(METRICS);
    assertThat(apply(METRICS)).isEqualTo(Applied.UNCHANGED);
    assertThat(pinot.changes()).isEmpty();
  }

  @Test
  void changesTheRetentionInPlace() {
    exists(METRICS);
    assertThat(apply(METRICS.withRetention(Duration.standardDays(7)))).isEqualTo(Applied.UPDATED);
    assertThat(pinot.changes()).containsExactly("PUT /tables/ad_metrics");
  }

  @Test
  void commitsAndReloadsTheSegments_whenAColumnIsNew() {
    exists(METRICS);
    segments("ONLINE", "ONLINE");
    pinot.answering("/segments/ad_metrics/reload", "{}");
    pinot.answering("/tables/ad_metrics/forceCommit", "");
    assertThat(apply(WITH_SHOP)).isEqualTo(Applied.UPDATED);
    assertThat(pinot.changes())
        .containsExactly(
            "PUT /tables/ad_metrics",
            "POST /schemas?override=true",
            "POST /tables/ad_metrics/forceCommit",
            "POST /segments/ad_metrics/reload?type=REALTIME",
            "PUT /tables/ad_metrics");
    assertThat(TableJson.read(pinot.lastBody("PUT /tables/ad_metrics"), "table"))
        .isEqualTo(TableJson.table(WITH_SHOP, TOPIC));
  }

  @Test
  void reloadsTheSegments_whenAnEarlierApplyWasInterruptedBeforeTheReload() {
    exists(METRICS);
    segments("ONLINE", "ONLINE");
    pinot.answering("/tables/ad_metrics/forceCommit", "");
    assertThatThrownBy(() -> apply(WITH_SHOP))
        .isInstanceOf(PinotException.class)
        .hasMessageContaining("/segments/ad_metrics/reload");
    String config = pinot.lastBody("PUT /tables/ad_metrics");
    int before = pinot.changes().size();

    pinot
        .answering("/tables/ad_metrics", "{\"REALTIME\":" + config + "}")
        .answering("/schemas/ad_metrics", PinotTables.schemaJson(WITH_SHOP))
        .answering("/segments/ad_metrics/reload", "{}");
    assertThat(apply(WITH_SHOP)).isEqualTo(Applied.UPDATED);
    assertThat(pinot.changes().subList(before, pinot.changes().size()))
        .containsExactly(
            "POST /tables/ad_metrics/forceCommit",
            "POST /segments/ad_metrics/reload?type=REALTIME",
            "PUT /tables/ad_metrics");
    assertThat(TableJson.read(pinot.lastBody("PUT /tables/ad_metrics"), "table"))
        .isEqualTo(TableJson.table(WITH_SHOP, TOPIC));
  }

  /** Such a segment would leave out the new column of each record. */
  @Test
  void isNotComplete_whileASegmentConsumesThatIsOlderThanTheColumn() {
    exists(METRICS);
    segments("CONSUMING", "CONSUMING");
    pinot.answering("/tables/ad_metrics/forceCommit", "");
    assertThatThrownBy(() -> apply(WITH_SHOP))
        .isInstanceOf(PinotException.class)
        .hasMessageContaining("did not commit the consuming segments of table ad_metrics");
    String config = pinot.lastBody("PUT /tables/ad_metrics");
    assertThat(TableJson.isReloadPending(json(config))).isTrue();
    assertThat(PinotTables.validate(WITH_SHOP, config, PinotTables.schemaJson(WITH_SHOP), TOPIC))
        .singleElement()
        .asString()
        .contains("not to the segments that are consuming")
        .contains("apply the table again");
  }

  private static JsonNode json(String body) {
    return TableJson.read(body, "table");
  }

  @Test
  void changesNothing_whileSegmentsAreNotLoaded_soThatItCanBeRepeated() {
    exists(METRICS);
    segments("ONLINE", "OFFLINE");
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> apply(WITH_SHOP))
          .isInstanceOf(PinotException.class)
          .hasMessageContaining("did not load every segment of table ad_metrics")
          .hasMessageContaining("check the servers, then apply the table again.");
    }
    assertThat(pinot.changes()).isEmpty();
  }

  @Test
  void changesNothing_whenTheTableIsNotSafe_andListsEveryReason() {
    exists(WITH_SHOP.withHashFunction(PinotTable.HashFunction.NONE).withReplicas(2));
    assertThatThrownBy(() -> apply(METRICS))
        .isInstanceOf(PinotException.class)
        .hasMessageContaining("Table ad_metrics in Pinot is not safe to use as it is:")
        .hasMessageContaining("upsertConfig.hashFunction is NONE: set it to MD5")
        .hasMessageContaining("/segmentsConfig/replication differs and cannot be changed in place")
        .hasMessageContaining("Column shop exists only in Pinot's schema");
    assertThat(pinot.changes()).isEmpty();
  }
}
