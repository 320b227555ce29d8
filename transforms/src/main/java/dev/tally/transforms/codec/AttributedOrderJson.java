package dev.tally.transforms.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.Credit;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderDetails;
import dev.tally.transforms.model.Touch;
import java.io.IOException;
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
          json.writeStringField("record_uuid", attributed.recordUuid().toString());
          json.writeNumberField("revision", attributed.revision());
          json.writeStringField("model", attributed.attribution().model());
          writeOrder(attributed.order(), json);
          if (attributed.shared()) {
            writeCredits(attributed, json);
          } else if (!attributed.credits().isEmpty()) {
            writeTouch("touch_event_id", attributed.credits().get(0).touch(), json);
          }
          writeDetails(attributed.details(), json);
        });
  }

  private static void writeOrder(Order order, JsonGenerator json) throws IOException {
    json.writeStringField("order_id", order.getOrderId());
    json.writeStringField("user_id", order.getUserId());
    json.writeStringField("store_id", order.getStoreId());
    json.writeNumberField("order_time", order.getOrderTime().getMillis());
    json.writeStringField("status", order.getStatus());
    json.writeNumberField("amount_micros", order.getAmountMicros());
    json.writeStringField("currency", order.getCurrency());
    json.writeStringField("region", order.getRegion());
  }

  private static void writeCredits(AttributedOrder attributed, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart("credits");
    for (Credit credit : attributed.credits()) {
      json.writeStartObject();
      writeTouch("event_id", credit.touch(), json);
      json.writeNumberField("credit_micros", credit.micros());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("touches_left_out", attributed.attribution().touchesLeftOut());
  }

  private static void writeTouch(String idField, Touch touch, JsonGenerator json)
      throws IOException {
    json.writeStringField(idField, touch.eventId());
    json.writeStringField("touch_type", touch.type().wireName());
    json.writeNumberField("touch_time", touch.time().getMillis());
    json.writeStringField("ad_id", touch.adId());
    json.writeStringField("campaign_id", touch.campaignId());
  }

  private static void writeDetails(@Nullable OrderDetails details, JsonGenerator json)
      throws IOException {
    json.writeStringField("details_status", details == null ? "PENDING" : "PRESENT");
    if (details != null) {
      json.writeNumberField("items", details.items());
      json.writeStringField("category", details.category());
      json.writeBooleanField("new_customer", details.newCustomer());
    }
  }
}
