package dev.tally.transforms.model;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.model.CoderLaws.hasLayout;
import static dev.tally.transforms.model.CoderLaws.roundTrips;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.transforms.model.DeadLetter.Reason;
import java.io.ByteArrayInputStream;
import java.util.HexFormat;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.junit.jupiter.api.Test;

class ModelCodersTest {
  private static final RawRecord RAW = RawRecord.of("us", "t", 3, 300, NOON, new byte[] {1, 2});
  private static final String RAW_HEX =
      "04" + "027573" + "0174" + "03" + "ac02" + "809494caca33" + "01" + "020102";
  private static final String CLICK_HEX =
      "01"
          + "01"
          + "809494caca33"
          + "809494caca33"
          + "d0e80c"
          + "0165"
          + "0461642d31"
          + "0a63616d706169676e2d31"
          + "0773746f72652d31"
          + "05616c696365"
          + "0775732d65617374";

  @Property(tries = 200)
  void bringsBackEveryRawRecord(@ForAll("rawRecords") RawRecord record) throws Exception {
    roundTrips(RawRecordCoder.of(), record);
  }

  @Property(tries = 200)
  void bringsBackEveryEvent(@ForAll("adEvents") AdEvent event) throws Exception {
    roundTrips(AdEventCoder.of(), event);
  }

  @Property(tries = 200)
  void bringsBackEveryReceivedEvent(@ForAll("receivedEvents") Received<AdEvent> received)
      throws Exception {
    roundTrips(ReceivedCoder.of(AdEventCoder.of()), received);
  }

  @Property(tries = 200)
  void bringsBackEveryDeadLetter(@ForAll("deadLetters") DeadLetter letter) throws Exception {
    roundTrips(DeadLetterCoder.of(), letter);
  }

  @Property(tries = 200)
  void bringsBackEveryMetric(@ForAll("adMetrics") AdMetric metric) throws Exception {
    roundTrips(AdMetricCoder.of(), metric);
  }

  @Test
  void keepsTheLayoutOfARawRecord() throws Exception {
    hasLayout(RawRecordCoder.of(), RAW, RAW_HEX);
  }

  @Test
  void keepsTheLayoutOfARawRecord_whenItsValueIsNull() throws Exception {
    hasLayout(
        RawRecordCoder.of(),
        RawRecord.of("us", "t", 3, 300, NOON, null),
        "04" + "027573" + "0174" + "03" + "ac02" + "809494caca33" + "00");
  }

  @Test
  void keepsTheLayoutOfARawRecord_whenItsProducerSetItsTime() throws Exception {
    hasLayout(
        RawRecordCoder.of(),
        RAW.withClaimedTime(NOON),
        "04"
            + "027573"
            + "0174"
            + "03"
            + "ac02"
            + "809494caca33"
            + "03"
            + "809494caca33"
            + "020102");
  }

  @Test
  void keepsTheLayoutOfAPieceOfARawRecord() throws Exception {
    hasLayout(
        RawRecordCoder.of(),
        RAW.piece(2, new byte[] {7}),
        "04" + "027573" + "0174" + "03" + "ac02" + "809494caca33" + "05" + "02" + "0107");
  }

  @Test
  void keepsTheLayoutOfAnEvent() throws Exception {
    hasLayout(AdEventCoder.of(), click("e"), CLICK_HEX);
  }

  @Test
  void keepsTheLayoutOfAReceivedEvent() throws Exception {
    hasLayout(
        ReceivedCoder.of(AdEventCoder.of()),
        Received.of(click("e"), RAW),
        "01" + CLICK_HEX + RAW_HEX);
  }

  @Test
  void keepsTheLayoutOfADeadLetter() throws Exception {
    hasLayout(
        DeadLetterCoder.of(),
        DeadLetter.of("S", Reason.TOO_OLD, "d", RAW),
        "01" + "0153" + "07544f4f5f4f4c44" + "0164" + RAW_HEX);
  }

  @Test
  void keepsTheLayoutOfAMetric() throws Exception {
    AdMetric metric =
        AdMetric.builder()
            .setRecordUuid(new UUID(1, 2))
            .setRevision(5)
            .setRegion("r")
            .setAdId("a")
            .setCampaignId("c")
            .setStoreId("s")
            .setMinute(NOON)
            .setSums(MeasureSums.of(1, 3, 2, 300))
            .setBrokerTime(NOON)
            .build();
    hasLayout(
        AdMetricCoder.of(),
        metric,
        "01"
            + "0000000000000001"
            + "0000000000000002"
            + "0000000000000005"
            + "0172"
            + "0161"
            + "0163"
            + "0173"
            + "809494caca33"
            + "04"
            + "01"
            + "03"
            + "02"
            + "ac02"
            + "809494caca33");
  }

  @Test
  void refusesAnEventTypeOfAnotherBuild() {
    refuses(
        AdEventCoder.of(),
        CLICK_HEX.replaceFirst("^0101", "0102"),
        "AdEventCoder does not recognize the event type with the code 2:"
            + " these bytes were written by another build of Tally");
  }

  @Test
  void refusesAReasonOfAnotherBuild() {
    refuses(
        DeadLetterCoder.of(),
        "01" + "0153" + "03424144" + "0164" + RAW_HEX,
        "DeadLetterCoder does not recognize the reason with the name BAD:"
            + " these bytes were written by another build of Tally");
  }

  private static void refuses(Coder<?> coder, String hex, String message) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThatThrownBy(() -> coder.decode(new ByteArrayInputStream(bytes)))
        .isInstanceOf(CoderException.class)
        .hasMessage(message);
  }

  @Test
  void areTheDefaultCodersOfTheirTypes() throws Exception {
    CoderRegistry registry = CoderRegistry.createDefault();
    assertThat(registry.getCoder(RawRecord.class)).isEqualTo(RawRecordCoder.of());
    assertThat(registry.getCoder(AdEvent.class)).isEqualTo(AdEventCoder.of());
    assertThat(registry.getCoder(DeadLetter.class)).isEqualTo(DeadLetterCoder.of());
    assertThat(registry.getCoder(AdMetric.class)).isEqualTo(AdMetricCoder.of());
  }

  @Provide
  Arbitrary<RawRecord> rawRecords() {
    return Any.rawRecord();
  }

  @Provide
  Arbitrary<AdEvent> adEvents() {
    return Any.adEvent();
  }

  @Provide
  Arbitrary<Received<AdEvent>> receivedEvents() {
    return Any.receivedEvent();
  }

  @Provide
  Arbitrary<DeadLetter> deadLetters() {
    return Any.deadLetter();
  }

  @Provide
  Arbitrary<AdMetric> adMetrics() {
    return Any.adMetric();
  }
}
