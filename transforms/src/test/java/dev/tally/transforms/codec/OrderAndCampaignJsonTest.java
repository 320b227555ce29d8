package dev.tally.transforms.codec;

import static dev.tally.transforms.Cast.MEBIBYTE;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.order;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.Attribution;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.Credit;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.OrderDetails;
import dev.tally.transforms.model.OrderProgress;
import dev.tally.transforms.model.Revision;
import dev.tally.transforms.model.Touch;
import dev.tally.transforms.model.Verdict;
import java.util.List;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class OrderAndCampaignJsonTest {
  private static final String ORDER =
      "{\"order_id\":\"o\",\"user_id\":\"alice\",\"store_id\":\"store-1\",\"order_time\":1772366400000,"
          + "\"status\":\"placed\",\"amount_micros\":990000,\"currency\":\"USD\",\"region\":\"us-east\"";
  private static final String CAMPAIGN =
      "{\"campaign_id\":\"c\",\"valid_from\":5,\"click_window_ms\":7,\"view_window_ms\":6,"
          + "\"daily_budget_micros\":8,\"active\":";

  @Test
  void readsAnOrder() {
    assertThat(decodeOrder(ORDER + "}")).isEqualTo(Verdict.accepted(order("o", NOON)));
  }

  @Test
  void readsTheIdsOfALineAndOfARefund() {
    assertThat(decodeOrder(ORDER + ",\"line_id\":\"l\",\"refund_id\":\"r\"}"))
        .isEqualTo(
            Verdict.accepted(order("o", NOON).toBuilder().setLineId("l").setRefundId("r").build()));
  }

  @Test
  void refusesAnOrderWithoutAField_orOfAnotherType() {
    assertThat(decodeOrder(ORDER.replace("currency", "money") + "}"))
        .isEqualTo(
            Verdict.refused(
                Reason.MISSING_FIELD,
                "currency: expected a value; a cancellation or refund must repeat user_id, store_id"
                    + " and order_time of the order that it changes"));
    assertThat(decodeOrder(ORDER.replace("990000", "\"much\"") + "}"))
        .isEqualTo(Verdict.refused(Reason.WRONG_TYPE, "amount_micros: expected an integer"));
    assertThat(decodeOrder(ORDER))
        .isEqualTo(
            Verdict.refused(
                Reason.NOT_JSON,
                "expected one JSON object, found malformed JSON or nesting deeper than 100"));
  }

  @Test
  void readsACampaign() {
    CampaignVersion version =
        new CampaignVersion(
            "c", Instant.ofEpochMilli(5), Duration.millis(7), Duration.millis(6), 8, true, NOON);
    assertThat(decodeCampaign(CAMPAIGN + "true}")).isEqualTo(Verdict.accepted(version));
    assertThat(decodeCampaign(CAMPAIGN + "false}")).isNotEqualTo(Verdict.accepted(version));
  }

  @Test
  void refusesACampaignThatDoesNotSayWhetherItIsActive() {
    assertThat(decodeCampaign(CAMPAIGN + "1}"))
        .isEqualTo(Verdict.refused(Reason.WRONG_TYPE, "active: expected true or false"));
    assertThat(decodeCampaign(CAMPAIGN + "null}"))
        .isEqualTo(Verdict.refused(Reason.MISSING_FIELD, "active: expected a value"));
    assertThat(decodeCampaign(CAMPAIGN.replace("7", "99999999999999999999") + "true}"))
        .isEqualTo(
            Verdict.refused(Reason.WINDOW_TOO_LONG, "click_window_ms: expected a 64-bit integer"));
  }

  @Test
  void writesWhoIsCredited() {
    Touch touch = Touch.of(click("e"));
    AttributedOrder credited =
        new AttributedOrder(
            Revision.ofCredit(0, new OrderProgress(NOON, false, 0), touch),
            order("o", NOON),
            Attribution.ofOne("last_touch", List.of(new Credit(touch, Credit.WHOLE))),
            new OrderDetails(3, "grocery", true));
    assertThat(new String(AttributedOrderJson.encode(credited), UTF_8))
        .isEqualTo(
            "{\"record_uuid\":\""
                + credited.recordUuid()
                + "\",\"revision\":"
                + credited.revision()
                + ",\"model\":\"last_touch\","
                + ORDER.substring(1)
                + ",\"touch_event_id\":\"e\",\"touch_type\":\"click\",\"touch_time\":1772366400000,"
                + "\"ad_id\":\"ad-1\",\"campaign_id\":\"campaign-1\",\"details_status\":\"PRESENT\","
                + "\"items\":3,\"category\":\"grocery\",\"new_customer\":true}");
  }

  @Test
  void writesWhoSharesTheCredit_andThatDetailsAreMissing() {
    Touch touch = Touch.of(click("e"));
    AttributedOrder shared =
        new AttributedOrder(
            6,
            order("o", NOON),
            Attribution.shared("linear", List.of(new Credit(touch, 400_000)), 7),
            null);
    assertThat(new String(AttributedOrderJson.encode(shared), UTF_8))
        .endsWith(
            "\"region\":\"us-east\",\"credits\":[{\"event_id\":\"e\",\"touch_type\":\"click\","
                + "\"touch_time\":1772366400000,\"ad_id\":\"ad-1\",\"campaign_id\":\"campaign-1\","
                + "\"credit_micros\":400000}],\"touches_left_out\":7,\"details_status\":\"PENDING\"}");
  }

  private static Verdict<?> decodeOrder(String json) {
    return OrderJson.decode(json.getBytes(UTF_8), MEBIBYTE, NOON);
  }

  private static Verdict<?> decodeCampaign(String json) {
    return CampaignJson.decode(json.getBytes(UTF_8), MEBIBYTE, NOON);
  }
}
