package dev.tally.transforms.format;

import dev.tally.transforms.format.TargetField.ValueType;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.InvalidTrafficRules;
import dev.tally.transforms.model.Order;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * The records that a mapping makes: their fields, which have the names of the wire format, and how
 * a record is built from the values of its fields and described by them.
 *
 * @param name the value of the key {@code to} of a mapping
 */
record Target<T>(
    String name, List<TargetField> fields, Builder<T> builder, Function<T, List<Object>> values) {
  private static final String AD_EVENTS_NAME = "ad-events";

  private static final List<TargetField> AD_EVENT_FIELDS =
      List.of(
          TargetField.of("event_id", ValueType.TEXT),
          TargetField.of("event_type", ValueType.EVENT_TYPE),
          TargetField.of("event_time", ValueType.TIME, Reason.TIME_OUT_OF_BOUNDS),
          TargetField.of("ad_id", ValueType.TEXT),
          TargetField.of("campaign_id", ValueType.TEXT),
          TargetField.of("store_id", ValueType.TEXT),
          TargetField.of("user_id", ValueType.TEXT),
          TargetField.of("region", ValueType.TEXT),
          TargetField.of("cost_micros", ValueType.AMOUNT).optional(),
          TargetField.of("user_agent", ValueType.TEXT).ifValid(),
          TargetField.of("ip", ValueType.TEXT).ifValid());

  static final Target<AdEvent> AD_EVENTS = adEvents(InvalidTrafficRules.NONE);

  static final Target<Order> ORDERS =
      new Target<>(
          "orders",
          List.of(
              TargetField.of("order_id", ValueType.TEXT),
              TargetField.of("user_id", ValueType.TEXT),
              TargetField.of("store_id", ValueType.TEXT),
              TargetField.of("order_time", ValueType.TIME, Reason.TIME_OUT_OF_BOUNDS),
              TargetField.of("status", ValueType.TEXT),
              TargetField.of("amount_micros", ValueType.AMOUNT),
              TargetField.of("currency", ValueType.TEXT),
              TargetField.of("region", ValueType.TEXT),
              TargetField.of("line_id", ValueType.TEXT).optional(),
              TargetField.of("refund_id", ValueType.TEXT).optional()),
          Target::order,
          Target::valuesOf);

  static final Target<CampaignVersion> CAMPAIGNS =
      new Target<>(
          "campaigns",
          List.of(
              TargetField.of("campaign_id", ValueType.TEXT),
              TargetField.of("valid_from", ValueType.TIME, Reason.TIME_OUT_OF_BOUNDS),
              TargetField.of("click_window_ms", ValueType.LENGTH_OF_TIME, Reason.WINDOW_TOO_LONG),
              TargetField.of("view_window_ms", ValueType.LENGTH_OF_TIME, Reason.WINDOW_TOO_LONG),
              TargetField.of("daily_budget_micros", ValueType.AMOUNT),
              TargetField.of("active", ValueType.FLAG)),
          Target::campaign,
          Target::valuesOf);

  static final List<Target<?>> ALL = List.of(AD_EVENTS, ORDERS, CAMPAIGNS);

  /** Returns the target of raw ad events; the rules determine which are invalid traffic. */
  static Target<AdEvent> adEvents(InvalidTrafficRules rules) {
    return new Target<>(
        AD_EVENTS_NAME,
        AD_EVENT_FIELDS,
        (values, brokerTime) -> adEvent(values, brokerTime, rules),
        Target::valuesOf);
  }

  /** Describes a record: its fields with their values, in the order of the fields. */
  String describe(T record) {
    List<Object> all = values.apply(record);
    return IntStream.range(0, all.size())
        .filter(index -> !all.get(index).equals(""))
        .mapToObj(index -> fields.get(index).name() + "=" + all.get(index))
        .collect(Collectors.joining(" "));
  }

  /** Builds a record from the values of its fields, which are in the order of {@link #fields}. */
  @FunctionalInterface
  interface Builder<T> {
    T build(Values values, Instant brokerTime);
  }

  /**
   * Returns the target with this name.
   *
   * @param rules determine which ad events are invalid traffic
   */
  static Target<?> named(String name, InvalidTrafficRules rules) {
    return name.equals(AD_EVENTS_NAME) ? adEvents(rules) : named(name);
  }

  /** Returns the target with this name. */
  static Target<?> named(String name) {
    return ALL.stream().filter(target -> target.name.equals(name)).findFirst().orElseThrow();
  }

  private static AdEvent adEvent(Values values, Instant brokerTime, InvalidTrafficRules rules) {
    return AdEvent.builder()
        .setEventId(values.text(0))
        .setEventType(Conversions.eventType(values.integer(1)))
        .setEventTime(Instant.ofEpochMilli(values.integer(2)))
        .setAdId(values.text(3))
        .setCampaignId(values.text(4))
        .setStoreId(values.text(5))
        .setUserId(values.text(6))
        .setRegion(values.text(7))
        .setCostMicros(values.integer(8))
        .setBrokerTime(brokerTime)
        .setInvalidReason(rules.reasonOf(values.text(9), values.text(10), values.text(6)))
        .build();
  }

  private static Order order(Values values, Instant brokerTime) {
    return Order.builder()
        .setOrderId(values.text(0))
        .setUserId(values.text(1))
        .setStoreId(values.text(2))
        .setOrderTime(Instant.ofEpochMilli(values.integer(3)))
        .setStatus(values.text(4))
        .setAmountMicros(values.integer(5))
        .setCurrency(values.text(6))
        .setRegion(values.text(7))
        .setLineId(values.text(8))
        .setRefundId(values.text(9))
        .setBrokerTime(brokerTime)
        .build();
  }

  private static CampaignVersion campaign(Values values, Instant brokerTime) {
    return new CampaignVersion(
        values.text(0),
        Instant.ofEpochMilli(values.integer(1)),
        Duration.millis(values.integer(2)),
        Duration.millis(values.integer(3)),
        values.integer(4),
        values.integer(5) == 1,
        brokerTime);
  }

  private static List<Object> valuesOf(AdEvent event) {
    return List.of(
        event.getEventId(),
        event.getEventType().wireName(),
        event.getEventTime(),
        event.getAdId(),
        event.getCampaignId(),
        event.getStoreId(),
        event.getUserId(),
        event.getRegion(),
        event.getCostMicros());
  }

  private static List<Object> valuesOf(Order order) {
    return List.of(
        order.getOrderId(),
        order.getUserId(),
        order.getStoreId(),
        order.getOrderTime(),
        order.getStatus(),
        order.getAmountMicros(),
        order.getCurrency(),
        order.getRegion(),
        order.getLineId(),
        order.getRefundId());
  }

  private static List<Object> valuesOf(CampaignVersion version) {
    return List.of(
        version.campaignId(),
        version.validFrom(),
        version.clickWindow().getMillis(),
        version.viewWindow().getMillis(),
        version.dailyBudgetMicros(),
        version.active());
  }
}
