package dev.tally.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.base.Utf8;
import dev.tally.transforms.json.StrictJson;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.EventType;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import org.joda.time.Instant;

/**
 * Decodes the same records of Segment as the ready-made mapping, without a mapping: what a decoder
 * costs that a programmer writes for this format only, with the parser of the native decoder.
 */
final class SegmentByHand {
  private String type = "";
  private String event = "";
  private String messageId = "";
  private String userId = "";
  private String anonymousId = "";
  private String timestamp = "";
  private String campaign = "";
  private String adId = "";
  private String campaignId = "";
  private String storeId = "";
  private String cost = "0";

  private SegmentByHand() {}

  static AdEvent decode(byte[] value, Instant brokerTime) {
    if (!Utf8.isWellFormed(value)) {
      throw new IllegalArgumentException("not UTF-8");
    }
    SegmentByHand call = new SegmentByHand();
    try (JsonParser parser = StrictJson.parser(new String(value, UTF_8))) {
      parser.nextToken();
      call.readCall(parser);
      require(parser.nextToken() == null);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
    return call.event(brokerTime);
  }

  private void readCall(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "type" -> type = parser.getText();
        case "event" -> event = parser.getText();
        case "messageId" -> messageId = parser.getText();
        case "userId" -> userId = parser.getText();
        case "anonymousId" -> anonymousId = parser.getText();
        case "timestamp" -> timestamp = parser.getText();
        case "context" -> readContext(parser);
        case "properties" -> readProperties(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private void readContext(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean isCampaign = parser.currentName().equals("campaign");
      parser.nextToken();
      if (isCampaign) {
        readCampaign(parser);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void readCampaign(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean isName = parser.currentName().equals("name");
      parser.nextToken();
      if (isName) {
        campaign = parser.getText();
      } else {
        parser.skipChildren();
      }
    }
  }

  private void readProperties(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "promotion_id" -> adId = parser.getText();
        case "campaign_id" -> campaignId = parser.getText();
        case "store_id" -> storeId = parser.getText();
        case "cost" -> cost = parser.getText();
        default -> parser.skipChildren();
      }
    }
  }

  private AdEvent event(Instant brokerTime) {
    require(type.equals("track"));
    return AdEvent.builder()
        .setEventId(text(messageId))
        .setEventType(event.equals("Promotion Viewed") ? EventType.IMPRESSION : EventType.CLICK)
        .setEventTime(
            Instant.ofEpochMilli(OffsetDateTime.parse(timestamp).toInstant().toEpochMilli()))
        .setAdId(text(adId))
        .setCampaignId(text(campaignId.isEmpty() ? campaign : campaignId))
        .setStoreId(text(storeId))
        .setUserId(text(userId.isEmpty() ? anonymousId : userId))
        .setRegion("us-east")
        .setCostMicros(new BigDecimal(cost).movePointRight(6).longValue())
        .setBrokerTime(brokerTime)
        .build();
  }

  private static String text(String text) {
    require(!text.isEmpty() && StrictJson.isUnicode(text));
    return text;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("not a track call of a promotion");
    }
  }
}
