package dev.tally.io.pinot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests how the steps react to each response of Pinot. */
class WriteSegmentsTest {
  private static final PinotTable READINGS =
      PinotTable.of("readings", "readings", "kafka:9092", "at").withPrimaryKey("sensor");
  private static final SegmentLayout LAYOUT = new SegmentLayout("fill", 1, 1);
  private static final SegmentId ID = new SegmentId("all", 0, 0);
  private static final UploadedSegment PLACED = new UploadedSegment("fill_all_p0of1_s0of1", 7, 20);
  private static final String NAME = PLACED.name();
  private static final String ONLINE = "{'REALTIME':{'" + NAME + "':{'server-1':'ONLINE'}}}";
  private static final String OFFLINE = ONLINE.replace("ONLINE", "OFFLINE");

  private CannedPinot pinot;

  @BeforeEach
  void startsPinot() throws IOException {
    pinot =
        new CannedPinot()
            .answering("/tables/readings/idealstate", ONLINE)
            .answering("/tables/readings/externalview", ONLINE)
            .answering(
                "/segments/readings_REALTIME/metadata", "{'" + NAME + "':{'crc':7,'totalDocs':20}}")
            .answering(
                "/segments/readings_REALTIME/" + NAME + "/metadata",
                "{'segment.crc':'7','segment.total.docs':'20'}")
            .counting(20, "");
  }

  @AfterEach
  void stopsPinot() {
    pinot.close();
  }

  @Test
  void rejectsAWriteThatWouldLeaveOldSegments() {
    stand(NAME, "fill_all_p0of1_s1of2", "fill_other_p0of1_s1of2");
    assertThatThrownBy(this::check)
        .isInstanceOf(PinotException.class)
        .hasMessageContaining("[fill_all_p0of1_s1of2]")
        .hasMessageContaining("another prefix");
  }

  @Test
  void acceptsAPart_whoseSegmentsAreAllItsOwn() {
    stand(NAME, "fill_other_p0of1_s1of2");
    assertThat(check()).containsExactly("all");
  }

  @Test
  void doesNotReplaceAnExistingSegment() {
    upload(PLACED);
    assertThatThrownBy(() -> upload(new UploadedSegment(NAME, 8, 20)))
        .isInstanceOf(PinotException.class)
        .hasMessageContaining("already exists with different rows, or a different set of columns");
  }

  @Test
  void failsAfterTheTimeout_whenNoServerIsAssignedToASegment() {
    pinot.answering("/tables/readings/idealstate", "{'REALTIME':{}}");
    assertThatThrownBy(() -> upload(PLACED))
        .isInstanceOf(PinotException.class)
        .hasMessageContaining("not uploaded within PT0.5S")
        .hasMessageContaining("no server is assigned to it");
  }

  @Test
  void emitsTheNames_ofAGroupThatCanBeIteratedOnce() {
    assertThat(verify(Duration.ofSeconds(20))).containsExactly(NAME);
    assertThat(pinot.queries()).singleElement().asString().contains("'" + NAME + "'");
  }

  @Test
  void polls_untilAllSegmentsAreInPlace() {
    pinot.counting(20, ",'numServersResponded':1");
    assertNotInPlace("Only 1 of 2 servers");
    pinot.counting(19, "");
    assertNotInPlace("has 19 rows, not 20");
    pinot.answering(
        "/segments/readings_REALTIME/metadata", "{'" + NAME + "':{'crc':8,'totalDocs':20}}");
    assertNotInPlace("has different content on a server");
    pinot.answering("/segments/readings_REALTIME/metadata", "{}");
    assertNotInPlace("no server reported its content");
    pinot.answering("/tables/readings/externalview", OFFLINE);
    assertNotInPlace("OFFLINE");
    pinot.answering("/tables/readings/idealstate", "{'REALTIME':{}}");
    assertNotInPlace(NAME);
  }

  @Test
  void failsAtOnce_whenTheControllerReturnsInvalidJson() {
    pinot.answering("/tables/readings/externalview", "nonsense");
    assertTimeout(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(() -> verify(Duration.ofSeconds(40)))
                .hasMessageContaining("is not JSON"));
  }

  private void assertNotInPlace(String reason) {
    assertThatThrownBy(() -> verify(Duration.ofMillis(500)))
        .isInstanceOf(PinotException.class)
        .hasMessageContaining("not in place after PT0.5S")
        .hasMessageContaining(reason);
  }

  private void stand(String... names) {
    pinot.answering(
        "/segments/readings", "[{'REALTIME':['%s']}]".formatted(String.join("','", names)));
  }

  private List<String> check() {
    CheckPartFn check = new CheckPartFn(write(Duration.ofSeconds(20)), LAYOUT);
    check.setup();
    GivenOut<String> out = new GivenOut<>();
    check.process(KV.of("all", List.of(ID)), out);
    return out.values;
  }

  private void upload(UploadedSegment uploaded) {
    Duration timeout = Duration.ofMillis(500);
    new UploadSegment(write(timeout).segments(), timeout)
        .upload(new BuiltSegment(uploaded, Path.of("none.tar.gz")));
  }

  private List<String> verify(Duration timeout) {
    VerifySegmentsFn verify = new VerifySegmentsFn(write(timeout));
    verify.setup();
    GivenOut<String> out = new GivenOut<>();
    Iterator<UploadedSegment> once = List.of(PLACED).iterator();
    verify.process(KV.of("", () -> once), out);
    return out.values;
  }

  private PinotIO.WriteSegments write(Duration timeout) {
    return PinotIO.writeSegments(pinot.controller(), pinot.broker(), READINGS, "fill")
        .withTimeout(org.joda.time.Duration.millis(timeout.toMillis()));
  }
}
