package dev.tally.transforms.codec;

import dev.tally.transforms.json.JsonName;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.InvalidReason;
import dev.tally.transforms.model.InvalidTrafficRules;
import dev.tally.transforms.model.Verdict;
import java.util.Set;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the wire format of {@link DefaultNames#AD_EVENTS} and {@link
 * DefaultNames#CLEAN_AD_EVENTS}. Raw events can also have {@code user_agent} and {@code ip}, which
 * exist only while an event is decoded; clean events that are invalid traffic have {@code
 * invalid_reason}. An example is {@code
 * {"event_id":"e-1","event_type":"click","event_time":1509984009314,"ad_id":"a","campaign_id":"c",
 * "store_id":"s","user_id":"u","region":"us-east","cost_micros":210000}}.
 *
 * <p>Limits: the JSON of an event whose ids follow the rules of cleansing is at most 2.5 KB long,
 * however long its raw record was.
 */
public final class AdEventJson {
  private static final WireFields FIELDS = new WireFields();
  private static final int EVENT_ID = FIELDS.text("event_id");
  private static final int EVENT_TYPE = FIELDS.text("event_type");
  private static final int EVENT_TIME = FIELDS.integer("event_time", Reason.TIME_OUT_OF_BOUNDS);
  private static final int AD_ID = FIELDS.text("ad_id");
  private static final int CAMPAIGN_ID = FIELDS.text("campaign_id");
  private static final int STORE_ID = FIELDS.text("store_id");
  private static final int USER_ID = FIELDS.text("user_id");
  private static final int REGION = FIELDS.text("region");
  private static final int COST_MICROS = FIELDS.integer("cost_micros", Reason.WRONG_TYPE);

  /** The fields of raw events, for rules that need the client. */
  private static final WireFields WITH_CLIENT = FIELDS.copy();

  private static final int USER_AGENT = WITH_CLIENT.textIfValid("user_agent");
  private static final int IP = WITH_CLIENT.textIfValid("ip");
  private static final Set<Integer> OPTIONAL = Set.of(COST_MICROS, USER_AGENT, IP);

  /** The names as they are written. */
  private static final class Names {
    private static final JsonName EVENT_ID = of(AdEventJson.EVENT_ID);
    private static final JsonName EVENT_TYPE = of(AdEventJson.EVENT_TYPE);
    private static final JsonName EVENT_TIME = of(AdEventJson.EVENT_TIME);
    private static final JsonName AD_ID = of(AdEventJson.AD_ID);
    private static final JsonName CAMPAIGN_ID = of(AdEventJson.CAMPAIGN_ID);
    private static final JsonName STORE_ID = of(AdEventJson.STORE_ID);
    private static final JsonName USER_ID = of(AdEventJson.USER_ID);
    private static final JsonName REGION = of(AdEventJson.REGION);
    private static final JsonName COST_MICROS = of(AdEventJson.COST_MICROS);
    private static final JsonName INVALID_REASON = JsonName.of("invalid_reason");

    private static JsonName of(int field) {
      return JsonName.of(FIELDS.name(field));
    }
  }

  private AdEventJson() {}

  /**
   * Decodes the event that a Kafka value of at most {@code maxBytes} contains. Fields are checked
   * for their JSON type only, not for their values, except that the event type must be known. The
   * cost is 0 if it is absent or null. No input makes this method throw.
   */
  public static Verdict<AdEvent> decode(byte @Nullable [] value, int maxBytes, Instant brokerTime) {
    return decode(value, maxBytes, brokerTime, InvalidTrafficRules.NONE);
  }

  /** Returns the format of raw events; the rules determine which events are invalid traffic. */
  static WireFormat<AdEvent> raw(InvalidTrafficRules rules) {
    return (value, maxBytes, brokerTime) -> decode(value, maxBytes, brokerTime, rules);
  }

  private static Verdict<AdEvent> decode(
      byte @Nullable [] value, int maxBytes, Instant brokerTime, InvalidTrafficRules rules) {
    WireFields fields = rules.needClient() ? WITH_CLIENT : FIELDS;
    return FormatHints.explained(
        FlatObject.read(value, maxBytes, fields).then(object -> decode(object, brokerTime, rules)),
        value);
  }

  /**
   * Returns the event as UTF-8 JSON, with the fields in a fixed order. The broker time is not a
   * field: it is the timestamp of the Kafka record.
   */
  public static byte[] encode(AdEvent event) {
    return JsonText.object(
        json -> {
          json.field(Names.EVENT_ID, event.getEventId());
          json.field(Names.EVENT_TYPE, event.getEventType().wireName());
          json.field(Names.EVENT_TIME, event.getEventTime().getMillis());
          json.field(Names.AD_ID, event.getAdId());
          json.field(Names.CAMPAIGN_ID, event.getCampaignId());
          json.field(Names.STORE_ID, event.getStoreId());
          json.field(Names.USER_ID, event.getUserId());
          json.field(Names.REGION, event.getRegion());
          json.field(Names.COST_MICROS, event.getCostMicros());
          InvalidReason reason = event.getInvalidReason();
          if (reason != null) {
            json.field(Names.INVALID_REASON, reason.wireName());
          }
        });
  }

  private static Verdict<AdEvent> decode(
      FlatObject object, Instant brokerTime, InvalidTrafficRules rules) {
    String absent =
        rules.needClient() ? object.firstAbsent(OPTIONAL) : object.firstAbsent(COST_MICROS);
    if (absent != null) {
      return Verdict.refused(Reason.MISSING_FIELD, absent + ": expected a value");
    }
    EventType type = EventType.ofWireName(object.text(EVENT_TYPE));
    if (type == null) {
      return Verdict.refused(
          Reason.UNKNOWN_EVENT_TYPE, FIELDS.name(EVENT_TYPE) + ": expected impression or click");
    }
    return Verdict.accepted(event(object, type, brokerTime, reason(object, rules)));
  }

  private static @Nullable InvalidReason reason(FlatObject object, InvalidTrafficRules rules) {
    return rules.needClient()
        ? rules.reasonOf(object.text(USER_AGENT), object.text(IP), object.text(USER_ID))
        : rules.reasonOf("", "", object.text(USER_ID));
  }

  private static AdEvent event(
      FlatObject object, EventType type, Instant brokerTime, @Nullable InvalidReason reason) {
    return AdEvent.builder()
        .setEventId(object.text(EVENT_ID))
        .setEventType(type)
        .setEventTime(Instant.ofEpochMilli(object.integer(EVENT_TIME)))
        .setAdId(object.text(AD_ID))
        .setCampaignId(object.text(CAMPAIGN_ID))
        .setStoreId(object.text(STORE_ID))
        .setUserId(object.text(USER_ID))
        .setRegion(object.text(REGION))
        .setCostMicros(object.integer(COST_MICROS))
        .setBrokerTime(brokerTime)
        .setInvalidReason(reason)
        .build();
  }
}
