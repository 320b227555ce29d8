package dev.tally.transforms.model;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.impression;
import static dev.tally.transforms.Cast.noonPlus;
import static dev.tally.transforms.Cast.order;

import dev.tally.transforms.CoderSample;
import dev.tally.transforms.model.DeadLetter.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.joda.time.Duration;

/** A sample for each form that a coder of the model writes. */
public final class ModelCoderSamples {
  public static final RawRecord RAW = RawRecord.of("us", "topic", 3, 300, NOON, new byte[] {1, -1});
  public static final Touch TOUCH = new Touch("event", EventType.CLICK, NOON, "ad", "campaign");
  public static final Order ORDER =
      order("order", NOON).toBuilder()
          .setBrokerTime(noonPlus(1))
          .setLineId("line")
          .setRefundId("refund")
          .build();
  private static final OrderDetails DETAILS = new OrderDetails(300, "grocery", true);

  private ModelCoderSamples() {}

  public static List<CoderSample<?>> all() {
    List<CoderSample<?>> all = new ArrayList<>();
    addEvents(all);
    addOrders(all);
    addSpend(all);
    addReach(all);
    for (Reason reason : Reason.values()) {
      DeadLetter letter = DeadLetter.of("Step", reason, "detail", RAW);
      all.add(CoderSample.of(DeadLetterCoder.of(), reason.name(), letter));
    }
    return all;
  }

  private static void addEvents(List<CoderSample<?>> all) {
    all.add(CoderSample.of(RawRecordCoder.of(), "with a value", RAW));
    all.add(
        CoderSample.of(
            RawRecordCoder.of(),
            "without a value",
            RawRecord.of("us", "topic", 3, 300, NOON, null)));
    all.add(
        CoderSample.of(
            RawRecordCoder.of(), "with a claimed time", RAW.withClaimedTime(noonPlus(-1))));
    all.add(CoderSample.of(RawRecordCoder.of(), "piece", RAW.piece(2, new byte[] {7})));
    all.add(CoderSample.of(AdEventCoder.of(), "click", click("event")));
    all.add(
        CoderSample.of(
            AdEventCoder.of(),
            "invalid click",
            click("event").toBuilder().setInvalidReason(InvalidReason.DATA_CENTER).build()));
    all.add(
        CoderSample.of(
            AdEventCoder.of(),
            "impression in Unicode",
            impression("é日😀", NOON).toBuilder().setCostMicros(-1).build()));
    all.add(
        CoderSample.of(
            ReceivedCoder.of(AdEventCoder.of()), "event", Received.of(click("event"), RAW)));
    all.add(CoderSample.of(BlockCoder.of(RawRecordCoder.of()), "two", List.of(RAW, RAW)));
    all.add(CoderSample.of(BucketCoder.of(256), "bucket", 7));
    all.add(
        CoderSample.of(
            AdMetricCoder.of(),
            "metric",
            AdMetric.builder()
                .setRecordUuid(new UUID(1, -2))
                .setRevision(5)
                .setRegion("region")
                .setAdId("ad")
                .setCampaignId("campaign")
                .setStoreId("store")
                .setMinute(NOON)
                .setSums(MeasureSums.of(1, 3, 2, 300))
                .setBrokerTime(noonPlus(1))
                .build()));
    all.add(
        CoderSample.of(
            RevisedRecordCoder.of(),
            "record",
            new RevisedRecord("uuid", 300, NOON, new byte[] {1, -1})));
  }

  private static void addOrders(List<CoderSample<?>> all) {
    all.add(CoderSample.of(OrderCoder.of(), "with a line and a refund", ORDER));
    all.add(CoderSample.of(OrderCoder.of(), "without a line", order("order", NOON)));
    all.add(CoderSample.of(TouchCoder.of(), "click", TOUCH));
    all.add(
        CoderSample.of(
            TouchCoder.of(),
            "impression",
            new Touch("event", EventType.IMPRESSION, NOON, "ad", "campaign")));
    all.add(CoderSample.of(OrderDetailsCoder.of(), "new customer", DETAILS));
    all.add(CoderSample.of(OrderDetailsCoder.of(), "empty", new OrderDetails(0, "", false)));
    all.add(CoderSample.of(CampaignVersionCoder.of(), "active", version(true)));
    all.add(CoderSample.of(CampaignVersionCoder.of(), "inactive", version(false)));
    Attribution one = Attribution.ofOne("last_touch", List.of(new Credit(TOUCH, Credit.WHOLE)));
    all.add(
        CoderSample.of(
            AttributedOrderCoder.of(), "with a touch", new AttributedOrder(4, ORDER, one, null)));
    Attribution shared = Attribution.shared("linear", List.of(), 300);
    all.add(
        CoderSample.of(
            AttributedOrderCoder.of(),
            "shared, with details",
            new AttributedOrder(4, ORDER, shared, DETAILS)));
  }

  private static void addSpend(List<CoderSample<?>> all) {
    CampaignSpend active =
        new CampaignSpend(
            5, "c", NOON, 300, 7L, 8, NOON, 9, SpendStatus.ACTIVE, noonPlus(1), noonPlus(2));
    CampaignSpend exhausted =
        new CampaignSpend(
            5, "c", NOON, 300, null, 8, NOON, 9, SpendStatus.EXHAUSTED, null, noonPlus(2));
    all.add(CoderSample.of(CampaignSpendCoder.of(), "active", active));
    all.add(CoderSample.of(CampaignSpendCoder.of(), "exhausted", exhausted));
  }

  private static void addReach(List<CoderSample<?>> all) {
    UserSketch.Builder users = new UserSketch.Builder();
    users.add("é日😀");
    UserSketch one = users.build();
    users.add("user");
    all.add(CoderSample.of(UserSketchCoder.of(), "nobody", UserSketch.EMPTY));
    all.add(CoderSample.of(UserSketchCoder.of(), "one", one));
    all.add(CoderSample.of(UserSketchCoder.of(), "two", users.build()));
    all.add(
        CoderSample.of(
            CampaignReachCoder.of(),
            "reach",
            new CampaignReach(5, "c", NOON, EventType.CLICK, one, noonPlus(1))));
  }

  private static CampaignVersion version(boolean active) {
    return new CampaignVersion(
        "campaign", NOON, Duration.millis(300), Duration.millis(2), 5, active, noonPlus(1));
  }
}
