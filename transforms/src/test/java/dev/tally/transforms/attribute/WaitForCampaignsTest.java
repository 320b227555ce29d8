package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.noonPlus;
import static dev.tally.transforms.Cast.order;
import static dev.tally.transforms.attribute.WaitForCampaigns.MAX_RETRIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.transforms.InMemory;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.Touch;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A worker that sees new campaigns later than the orders of their time. */
class WaitForCampaignsTest {
  private static final Instant TIME = noonPlus(600);
  private static final OrderTouches EARLY = orderWithTouch("o-1", TIME);
  private static final OrderTouches LATER = orderWithTouch("o-2", TIME.plus(CampaignVersion.LEAD));

  /** Campaigns that cover the time of {@link #EARLY} and not the time of {@link #LATER}. */
  private static final CampaignSnapshot KNOWN_THEN = campaigns(TIME);

  private static final CampaignSnapshot KNOWN_BEFORE = campaigns(TIME.minus(CampaignVersion.LEAD));
  private static final String NOT_KNOWN =
      "have waited 600 s for the campaigns that held at that time";

  private final Waiting waiting = new Waiting();

  /** The orders of one shard that wait. */
  private static final class Waiting {
    private final CreditDeferredFn fn = new CreditDeferredFn(rules());
    private final InMemory.Bag<KV<Integer, OrderTouches>> orders = new InMemory.Bag<>();
    private final InMemory.OneTimer end = new InMemory.OneTimer();
    private final InMemory.Output<AttributedOrder> out = new InMemory.Output<>();

    void takes(OrderTouches early) {
      process(early, KNOWN_BEFORE);
    }

    /**
     * Sends a retry tick while these campaigns are known; returns the orders that were credited.
     */
    List<TimestampedValue<AttributedOrder>> tick(int times, CampaignSnapshot known) {
      IntStream.range(0, times).forEach(i -> process(null, known));
      return out.take();
    }

    private void process(@Nullable OrderTouches early, CampaignSnapshot known) {
      process(early, known, noChanges(known));
    }

    private void process(
        @Nullable OrderTouches early, CampaignSnapshot known, CampaignChanges changes) {
      fn.process(KV.of(0, early), known, changes, orders, end, out);
    }

    boolean isEmpty() {
      return !orders.read().iterator().hasNext();
    }
  }

  @Test
  void creditsAnOrder_notBeforeTheCampaignsOfItsTimeAreKnown() {
    waiting.takes(EARLY);
    assertThat(waiting.tick(3, KNOWN_BEFORE)).isEmpty();
    assertThat(waiting.tick(1, KNOWN_THEN)).containsExactly(credited(EARLY, KNOWN_THEN));
    assertThat(waiting.isEmpty()).isTrue();
    assertThat(waiting.tick(1, KNOWN_THEN)).isEmpty();
  }

  @Test
  void creditsByTheVersionOfTheOrdersTime_whenItComesToBeKnown() {
    CampaignVersion stopped =
        new CampaignVersion(
            "campaign-1", TIME, HOUR, HOUR, 0, false, TIME.minus(CampaignVersion.LEAD));
    CampaignSnapshot then = CampaignSnapshot.of(List.of(stopped), TIME);
    waiting.takes(EARLY);
    assertThat(credited(EARLY, KNOWN_BEFORE).getValue().credits()).hasSize(1);
    assertThat(waiting.tick(1, then))
        .singleElement()
        .satisfies(order -> assertThat(order.getValue().credits()).isEmpty());
  }

  @Test
  void creditsByAChange_onlyWithTheSnapshotThatItNames() {
    CampaignVersion stopped =
        new CampaignVersion(
            "campaign-1", TIME, HOUR, HOUR, 0, false, TIME.minus(CampaignVersion.LEAD));
    CampaignChanges change =
        new CampaignChanges(KNOWN_BEFORE.knownUntil(), VersionIndex.of(List.of(stopped)), TIME);
    CampaignSnapshot older = campaigns(KNOWN_BEFORE.knownUntil().minus(CampaignVersion.LEAD));
    waiting.takes(EARLY);
    waiting.process(null, older, change);
    assertThat(waiting.out.take()).isEmpty();
    waiting.process(null, KNOWN_BEFORE, change);
    assertThat(waiting.out.take())
        .singleElement()
        .satisfies(order -> assertThat(order.getValue().credits()).isEmpty());
  }

  @Test
  void creditsSomeAndKeepsTheOthers() {
    waiting.takes(EARLY);
    waiting.takes(LATER);
    assertThat(waiting.tick(1, KNOWN_THEN)).containsExactly(credited(EARLY, KNOWN_THEN));
    CampaignSnapshot all = campaigns(LATER.order().getOrderTime());
    assertThat(waiting.tick(1, all)).containsExactly(credited(LATER, all));
    assertThat(waiting.isEmpty()).isTrue();
  }

  @Test
  void failsWithAdvice_whenAnOrderHasWaitedTenMinutes() {
    waiting.takes(EARLY);
    waiting.tick(MAX_RETRIES - 1, KNOWN_BEFORE);
    assertThatThrownBy(() -> waiting.tick(1, KNOWN_BEFORE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("1 orders (one has the order time " + TIME + ")")
        .hasMessageContaining(NOT_KNOWN)
        .hasMessageContaining("known only until " + KNOWN_BEFORE.knownUntil())
        .hasMessageContaining("./tally status");
  }

  @Test
  void waitsTenMinutesForEachOrder_whenTheyCameOneAfterTheOther() {
    waiting.takes(EARLY);
    waiting.tick(400, KNOWN_BEFORE);
    waiting.takes(LATER);
    waiting.tick(1, KNOWN_THEN);
    waiting.tick(MAX_RETRIES - 2, KNOWN_THEN);
    assertThatThrownBy(() -> waiting.tick(1, KNOWN_THEN)).hasMessageContaining(NOT_KNOWN);
  }

  @Test
  void startsToCountAnew_whenNoneHasWaitedForAWhile() {
    waiting.takes(EARLY);
    waiting.tick(400, KNOWN_BEFORE);
    waiting.tick(1, KNOWN_THEN);
    waiting.takes(LATER);
    waiting.tick(MAX_RETRIES - 1, KNOWN_THEN);
    assertThatThrownBy(() -> waiting.tick(1, KNOWN_THEN)).hasMessageContaining(NOT_KNOWN);
  }

  @Test
  void knocksAtItsShardForTenMinutesAfterTheLastOrder() {
    InMemory.Value<Integer> left = new InMemory.Value<>();
    InMemory.OneTimer timer = new InMemory.OneTimer();
    InMemory.Output<KV<Integer, @Nullable OrderTouches>> out = new InMemory.Output<>();
    RetryTickFn tick = new RetryTickFn();

    tick.process(KV.of(7, EARLY), left, timer, out);
    assertThat(out.take()).extracting(TimestampedValue::getValue).containsExactly(KV.of(7, EARLY));
    for (int i = 0; i < 400; i++) {
      assertThat(timer.take()).isTrue();
      tick.tick(7, left, timer, out);
    }
    tick.process(KV.of(7, LATER), left, timer, out);
    out.take();
    int ticks = 0;
    while (timer.take()) {
      tick.tick(7, left, timer, out);
      ticks++;
    }
    assertThat(ticks).isEqualTo(MAX_RETRIES);
    assertThat(out.take()).hasSize(MAX_RETRIES).allMatch(k -> k.getValue().getValue() == null);
    assertThat(left.read()).isNull();
  }

  @Test
  void failsRatherThanLosesAnOrder_whenTheInputEndsFirst() {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline
        .apply(
            TestStream.create(OrderTouchesCoder.of())
                .addElements(EARLY)
                .advanceWatermarkToInfinity())
        .apply(new WaitForCampaigns(rules(), World.known(pipeline, CampaignSnapshot.EMPTY)));
    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .hasMessageContaining("The input ended while 1 orders waited");
  }

  private static OrderTouches orderWithTouch(String id, Instant time) {
    return new OrderTouches(order(id, time), 0, new Candidates(List.of(Touch.of(click("c"))), 1));
  }

  private static TimestampedValue<AttributedOrder> credited(
      OrderTouches due, CampaignSnapshot known) {
    Campaigns campaigns = Campaigns.of(known, noChanges(known));
    return TimestampedValue.of(rules().attribute(due, campaigns), due.order().getOrderTime());
  }

  /** No campaigns, known until this broker time: they cover the minute after it. */
  private static CampaignSnapshot campaigns(Instant knownUntil) {
    return CampaignSnapshot.of(List.of(), knownUntil);
  }

  private static CampaignChanges noChanges(CampaignSnapshot known) {
    return CampaignChanges.noneSince(known.knownUntil());
  }

  private static AttributionRules rules() {
    return AttributionRules.defaults();
  }
}
