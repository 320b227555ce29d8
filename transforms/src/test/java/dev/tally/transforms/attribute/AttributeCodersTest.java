package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.order;
import static dev.tally.transforms.model.CoderLaws.hasLayout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.transforms.attribute.KeptOrder.Phase;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RawRecordCoder;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.Touch;
import java.io.ByteArrayInputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** What savepoints of the attribution job hold. */
class AttributeCodersTest {
  private static final String NOON_HEX = "809494caca33";
  private static final String LATE_HEX = "01" + NOON_HEX + NOON_HEX;
  private static final Order ORDER = order("o", NOON);
  private static final String ORDER_HEX =
      "01"
          + NOON_HEX
          + NOON_HEX
          + "b0b63c"
          + "016f"
          + "05616c696365"
          + "0773746f72652d31"
          + "06706c61636564"
          + "03555344"
          + "0775732d65617374"
          + "00"
          + "00";

  private static final Touch TOUCH = new Touch("e", EventType.CLICK, NOON, "a", "c");
  private static final String TOUCH_HEX = "01" + "01" + NOON_HEX + "0165" + "0161" + "0163";
  private static final Candidates CANDIDATES = new Candidates(List.of(TOUCH, TOUCH), 300);
  private static final String CANDIDATES_HEX = "01" + "ac02" + "02" + TOUCH_HEX + TOUCH_HEX;

  /** A millisecond before noon, as a difference from the epoch. */
  private static final String NOON_LESS_1_ZIGZAG_HEX = "fea7a8949567";

  private static final String PACKED_HEX =
      "01"
          + "02"
          + ("0163" + "02")
          + ("01" + NOON_LESS_1_ZIGZAG_HEX + "02" + "ac02" + "02" + "05")
          + ("07" + "02" + "00")
          + ("0164" + "01")
          + ("04" + "00" + "00" + "ac02" + "03");

  @Test
  void keepsTheLayoutOfAnArrival() throws Exception {
    hasLayout(ArrivalCoder.of(), new Arrival.OfTouch(TOUCH), "01" + "00" + TOUCH_HEX);
    Received<Order> received =
        Received.of(ORDER, RawRecord.of("r", "t", 3, 4, NOON, new byte[] {5}));
    hasLayout(
        ArrivalCoder.of(),
        new Arrival.OfOrder(received),
        "01" + "01" + "01" + ORDER_HEX + hex(RawRecordCoder.of(), received.getRecord()));
  }

  @Test
  void refusesAnArrivalOfAnotherBuild() {
    assertThatThrownBy(() -> decode("01" + "02" + TOUCH_HEX))
        .isInstanceOf(CoderException.class)
        .hasMessageContaining("ArrivalCoder does not recognize the arrival with the code 2");
  }

  @Test
  void keepsTheLayoutOfAnOrderWithItsTouches() throws Exception {
    hasLayout(
        OrderTouchesCoder.of(),
        new OrderTouches(ORDER, 3, CANDIDATES),
        "01" + ORDER_HEX + "03" + CANDIDATES_HEX);
    hasLayout(
        OrderTouchesCoder.of(),
        new OrderTouches(ORDER, 0, Candidates.NONE),
        "01" + ORDER_HEX + "00" + "01" + "00" + "00");
  }

  @Test
  void keepsTheLayoutOfAKeptOrder() throws Exception {
    KeptOrder kept = KeptOrder.of(new OrderRecord(ORDER, "us"), Phase.WAITING);
    String records = "01" + ORDER_HEX + "027573";
    hasLayout(KeptOrderCoder.of(), kept, "01" + "00" + "0000000000000000" + records + "00");
    hasLayout(
        KeptOrderCoder.of(),
        kept.withEmittedHash(7).decided(CANDIDATES),
        "01" + "02" + "0000000000000007" + records + "01" + CANDIDATES_HEX);
  }

  @Test
  void keepsTheLayoutOfBlocksAndTheirDirectory() throws Exception {
    OrderRef ref = new OrderRef(Phase.OPEN, NOON, "o");
    String refHex = "01" + "01" + NOON_HEX + "016f";
    hasLayout(BlockCoder.ofTouches(), List.of(TOUCH, TOUCH), "01" + "02" + TOUCH_HEX + TOUCH_HEX);
    hasLayout(BlockCoder.ofRefs(), List.of(ref), "01" + "01" + refHex);
    Directory.Entry<Touch> entry =
        new Directory.Entry<>(8, TOUCH, 2, new BlockFacts(1, List.of(5L)));
    String entryHex = "08" + "02" + TOUCH_HEX + "01" + "01" + "0000000000000005";
    Directory<Touch> one =
        new Directory<>(
            9, List.of(new Directory.Entry<>(8, TOUCH, 2, BlockFacts.NONE)), List.of(TOUCH, TOUCH));
    String oneHex = "02" + "09" + "01" + "08" + "02" + TOUCH_HEX + TOUCH_HEX;
    hasLayout(DirectoryCoder.ofTouches(), one, oneHex);
    hasLayout(
        DirectoryCoder.ofTouches(),
        new Directory<>(9, List.of(entry, entry), List.of()),
        "02" + "09" + "02" + entryHex + entryHex);
    Directory<OrderRef> refs =
        new Directory<>(
            1, List.of(new Directory.Entry<>(0, ref, 1, BlockFacts.NONE)), List.of(ref));
    String refsHex = "02" + "01" + "01" + "00" + "01" + refHex;
    hasLayout(DirectoryCoder.ofRefs(), refs, refsHex);
    hasLayout(
        AttributionHeadCoder.of(),
        new AttributionHead(one, refs, new Late(NOON, NOON), null, Instant.ofEpochMilli(1)),
        "01" + oneHex + refsHex + "01" + LATE_HEX + "00" + "01" + "8000000000000001");
    assertThat(BlockCoder.ofTouches()).isNotEqualTo(BlockCoder.ofRefs());
  }

  @Test
  void keepsTheLayoutOfTheAgendaOfABucket() throws Exception {
    UserStore key = new UserStore("u", "s");
    String keyHex = "01" + "0175" + "0173";
    DueKey due = new DueKey(NOON, key);
    String dueHex = "01" + NOON_HEX + keyHex;
    hasLayout(BlockCoder.ofKeys(), List.of(key, key), "01" + "02" + keyHex + keyHex);
    hasLayout(BlockCoder.ofDueKeys(), List.of(due), "01" + "01" + dueHex);
    hasLayout(SweepPageCoder.of(), new SweepPage(NOON, 5), "01" + NOON_HEX + "05");
    Directory<DueKey> one =
        new Directory<>(
            1, List.of(new Directory.Entry<>(0, due, 1, BlockFacts.NONE)), List.of(due));
    String oneHex = "02" + "01" + "01" + "00" + "01" + dueHex;
    hasLayout(
        AgendaCoder.of(),
        new Agenda(one, new TreeMap<>(Map.of(NOON, 300)), null, Instant.ofEpochMilli(1)),
        "01" + oneHex + "01" + NOON_HEX + "ac02" + "00" + "01" + "8000000000000001");
  }

  @Test
  void keepsTheLayoutOfForgottenTouchesAndLateOnes() throws Exception {
    HourCounts counts = HourCounts.none();
    counts.clicks().put(300L, 2L);
    hasLayout(HourCountsCoder.of(), counts, "01" + "01" + "ac02" + "02" + "00");
    hasLayout(LateCoder.of(), new Late(NOON, NOON), LATE_HEX);
  }

  @Test
  void keepsTheLayoutOfCampaignsAndTheirChanges() throws Exception {
    List<CampaignVersion> versions =
        List.of(
            version("c", 2, NOON),
            version("d", 3, NOON),
            version("c", 2, NOON.minus(Duration.millis(1))));
    VersionIndex index = VersionIndex.of(versions);
    hasLayout(PackedVersions.of(), index, PACKED_HEX);
    hasLayout(
        CampaignSnapshotCoder.of(),
        new CampaignSnapshot(index, NOON),
        "01" + NOON_HEX + PACKED_HEX);
    hasLayout(
        CampaignChangesCoder.of(),
        new CampaignChanges(NOON, index, NOON),
        "01" + NOON_HEX + NOON_HEX + PACKED_HEX);
  }

  @Test
  void refusesFlagsOfAnotherBuild() {
    byte[] bytes = HexFormat.of().parseHex("01" + "01" + "0163" + "01" + "08" + "00" + "00");
    assertThatThrownBy(() -> PackedVersions.of().decode(new ByteArrayInputStream(bytes)))
        .isInstanceOf(CoderException.class)
        .hasMessageContaining(
            "PackedVersions does not recognize the flags of a campaign version with the code 8");
  }

  private static <T> String hex(Coder<T> coder, T value) throws Exception {
    return HexFormat.of().formatHex(CoderUtils.encodeToByteArray(coder, value));
  }

  private static Arrival decode(String hex) throws Exception {
    return ArrivalCoder.of().decode(new ByteArrayInputStream(HexFormat.of().parseHex(hex)));
  }

  private static CampaignVersion version(String id, long viewWindow, Instant brokerTime) {
    return new CampaignVersion(
        id,
        NOON,
        Duration.millis(300),
        Duration.millis(viewWindow),
        5,
        viewWindow == 2,
        brokerTime);
  }
}
