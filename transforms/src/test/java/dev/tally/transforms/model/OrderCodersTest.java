package dev.tally.transforms.model;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.noonPlus;
import static dev.tally.transforms.Cast.order;
import static dev.tally.transforms.model.CoderLaws.hasLayout;
import static dev.tally.transforms.model.CoderLaws.roundTrips;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** Checks the layouts of orders, touches and campaign versions, which savepoints contain. */
class OrderCodersTest {
  private static final String NOON_HEX = "809494caca33";
  private static final Order ORDER =
      order("o", NOON).toBuilder()
          .setBrokerTime(noonPlus(1))
          .setRegion("r")
          .setLineId("l")
          .setRefundId("f2")
          .build();
  private static final String ORDER_HEX =
      "01"
          + NOON_HEX
          + "e89b94caca33"
          + "b0b63c"
          + "016f"
          + "05616c696365"
          + "0773746f72652d31"
          + "06706c61636564"
          + "03555344"
          + "0172"
          + "016c"
          + "026632";
  private static final Touch TOUCH = new Touch("e", EventType.CLICK, NOON, "a", "c");
  private static final String TOUCH_HEX = "01" + "01" + NOON_HEX + "0165" + "0161" + "0163";
  private static final OrderDetails DETAILS = new OrderDetails(300, "g", true);
  private static final String DETAILS_HEX = "01" + "ac02" + "01" + "0167";

  @Test
  void keepsTheLayoutOfAnOrder() throws Exception {
    hasLayout(OrderCoder.of(), ORDER, ORDER_HEX);
  }

  @Test
  void keepsTheLayoutOfATouch() throws Exception {
    hasLayout(TouchCoder.of(), TOUCH, TOUCH_HEX);
    hasLayout(
        TouchCoder.of(),
        new Touch("e", EventType.IMPRESSION, NOON, "a", "c"),
        TOUCH_HEX.replaceFirst("^0101", "0100"));
  }

  @Test
  void keepsTheLayoutOfDetails() throws Exception {
    hasLayout(OrderDetailsCoder.of(), DETAILS, DETAILS_HEX);
    hasLayout(OrderDetailsCoder.of(), new OrderDetails(1, "", false), "01" + "01" + "00" + "00");
  }

  @Test
  void keepsTheLayoutOfACampaignVersion() throws Exception {
    hasLayout(
        CampaignVersionCoder.of(),
        new CampaignVersion(
            "c", NOON, Duration.millis(300), Duration.millis(2), 5, true, noonPlus(1)),
        "01" + NOON_HEX + "e89b94caca33" + "ac02" + "02" + "05" + "01" + "0163");
  }

  @Test
  void keepsTheLayoutOfAnAttributedOrder() throws Exception {
    hasLayout(
        AttributedOrderCoder.of(),
        new AttributedOrder(
            5, ORDER, Attribution.ofOne("m", List.of(new Credit(TOUCH, Credit.WHOLE))), null),
        "01"
            + "0000000000000005"
            + ORDER_HEX
            + "016d"
            + "00"
            + "01"
            + "c0843d"
            + TOUCH_HEX
            + "00"
            + "00");
    hasLayout(
        AttributedOrderCoder.of(),
        new AttributedOrder(5, ORDER, Attribution.shared("m", List.of(), 300), DETAILS),
        "01" + "0000000000000005" + ORDER_HEX + "016d" + "01" + "00" + "ac02" + "01" + DETAILS_HEX);
  }

  @Test
  void refusesATouchTypeOfAnotherBuild() {
    byte[] bytes = HexFormat.of().parseHex(TOUCH_HEX.replaceFirst("^0101", "0102"));
    assertThatThrownBy(() -> TouchCoder.of().decode(new ByteArrayInputStream(bytes)))
        .hasMessageContaining("TouchCoder does not recognize the event type with the code 2");
  }

  @Property(tries = 200)
  void bringsBackEveryAttributedOrder(@ForAll("attributedOrders") AttributedOrder attributed)
      throws Exception {
    roundTrips(AttributedOrderCoder.of(), attributed);
  }

  @Property(tries = 200)
  void bringsBackEveryCampaignVersion(
      @ForAll("texts") String id, @ForAll long number, @ForAll boolean active) throws Exception {
    roundTrips(
        CampaignVersionCoder.of(),
        new CampaignVersion(
            id,
            Instant.ofEpochMilli(number),
            Duration.millis(number),
            Duration.millis(~number),
            number,
            active,
            NOON));
  }

  @Provide
  Arbitrary<String> texts() {
    return Any.text();
  }

  @Provide
  Arbitrary<AttributedOrder> attributedOrders() {
    Arbitrary<OrderDetails> details =
        Combinators.combine(Arbitraries.longs(), Any.text(), Arbitraries.of(true, false))
            .as(OrderDetails::new);
    Arbitrary<Credit> credit =
        Combinators.combine(Any.adEvent(), Arbitraries.longs())
            .as((event, micros) -> new Credit(Touch.of(event), micros));
    return Combinators.combine(
            Arbitraries.longs(),
            orders(),
            Combinators.combine(
                    Any.text(),
                    Arbitraries.of(true, false),
                    credit.list().ofMaxSize(3),
                    Arbitraries.longs())
                .as(Attribution::new),
            details.injectNull(0.3))
        .as(AttributedOrder::new);
  }

  private static Arbitrary<Order> orders() {
    return Combinators.combine(
            Any.text().list().ofSize(8), Any.instant(), Any.instant(), Arbitraries.longs())
        .as(
            (texts, orderTime, brokerTime, amount) ->
                Order.builder()
                    .setOrderId(texts.get(0))
                    .setUserId(texts.get(1))
                    .setStoreId(texts.get(2))
                    .setStatus(texts.get(3))
                    .setCurrency(texts.get(4))
                    .setRegion(texts.get(5))
                    .setLineId(texts.get(6))
                    .setRefundId(texts.get(7))
                    .setOrderTime(orderTime)
                    .setBrokerTime(brokerTime)
                    .setAmountMicros(amount)
                    .build());
  }
}
