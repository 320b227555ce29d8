package dev.tally.transforms.codec;

import dev.tally.transforms.json.JsonWriter;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.Credit;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderDetails;
import dev.tally.transforms.model.Touch;
import org.jspecify.annotations.Nullable;

/**
 * Writes the wire format of {@link DefaultNames#ATTRIBUTED_ORDERS}. The Kafka key is the record
 * UUID as text, and the Kafka timestamp is the broker time of the order.
 *
 * <p>Under last touch, the touch is written as fields of the record, which are absent if there is
 * no touch. Under the other models, {@code credits} is a list of touches, each with the same fields
 * (but {@code event_id} instead of {@code touch_event_id}) and {@code credit_micros}, and {@code
 * touches_left_out} follows. {@code details_status} is {@code PRESENT}, followed by the details as
 * fields, or {@code PENDING}.
 */
public final class AttributedOrderJson {
  private AttributedOrderJson() {}

  /** Returns the attributed order as UTF-8 JSON. */
  public static byte[] encode(AttributedOrder attributed) {
    return JsonText.object(
        json -> {
          json.field("record_uuid", attributed.recordUuid().toString());
          json.field("revision", attributed.revision());
          json.field("model", attributed.attribution().model());
          writeOrder(attributed.order(), json);
          if (attributed.shared()) {
            writeCredits(attributed, json);
          } else if (!attributed.credits().isEmpty()) {
            writeTouch("touch_event_id", attributed.credits().get(0).touch(), json);
          }
          writeDetails(attributed.details(), json);
        });
  }

  private static void writeOrder(Order order, JsonWriter json) {
    json.field("order_id", order.getOrderId());
    json.field("user_id", order.getUserId());
    json.field("store_id", order.getStoreId());
    json.field("order_time", order.getOrderTime().getMillis());
    json.field("status", order.getStatus());
    json.field("amount_micros", order.getAmountMicros());
    json.field("currency", order.getCurrency());
    json.field("region", order.getRegion());
  }

  private static void writeCredits(AttributedOrder attributed, JsonWriter json) {
    json.openList("credits");
    for (Credit credit : attributed.credits()) {
      json.openObject();
      writeTouch("event_id", credit.touch(), json);
      json.field("credit_micros", credit.micros());
      json.closeObject();
    }
    json.closeList();
    json.field("touches_left_out", attributed.attribution().touchesLeftOut());
  }

  private static void writeTouch(String idField, Touch touch, JsonWriter json) {
    json.field(idField, touch.eventId());
    json.field("touch_type", touch.type().wireName());
    json.field("touch_time", touch.time().getMillis());
    json.field("ad_id", touch.adId());
    json.field("campaign_id", touch.campaignId());
  }

  private static void writeDetails(@Nullable OrderDetails details, JsonWriter json) {
    json.field("details_status", details == null ? "PENDING" : "PRESENT");
    if (details != null) {
      json.field("items", details.items());
      json.field("category", details.category());
      json.field("new_customer", details.newCustomer());
    }
  }
}
