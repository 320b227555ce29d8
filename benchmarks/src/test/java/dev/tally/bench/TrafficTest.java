package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class TrafficTest {
  private static final Duration MAX_AGE = Duration.standardHours(6);
  private static final Traffic TRAFFIC = new Traffic(20_000, 2_000);

  @Test
  void hasAsManyArrivalsAsItSays_noneTooOld_andTheWatermarkNeverFalls() {
    List<AdEvent> touches = new ArrayList<>();
    List<Order> orders = new ArrayList<>();
    long watermark = Long.MIN_VALUE;
    for (long index = 0; index <= TRAFFIC.arrivals(); index++) {
      assertThat(TRAFFIC.watermark(index)).isGreaterThanOrEqualTo(watermark);
      watermark = TRAFFIC.watermark(index);
      if (index < TRAFFIC.arrivals()) {
        TRAFFIC.emit(index, touches::add, orders::add);
      }
    }
    Instant end = Instant.ofEpochMilli(watermark);
    assertThat(touches)
        .hasSize(20_000)
        .allMatch(t -> !t.getEventTime().isBefore(t.getBrokerTime().minus(MAX_AGE)));
    assertThat(orders)
        .hasSize(2_000)
        .allMatch(o -> !o.getOrderTime().isBefore(o.getBrokerTime().minus(MAX_AGE)))
        .allMatch(o -> o.getOrderTime().isBefore(end));
  }

  @Test
  void hasCopies_cancellations_andOrdersThatNobodyEarned() {
    Map<String, Credited> truth = TrafficTruth.of(TRAFFIC);
    assertThat(truth).hasSizeBetween(1_800, 1_990);
    long cancelled = truth.values().stream().filter(c -> c.revision() >= 1L << 56).count();
    long earned = truth.values().stream().filter(c -> !c.eventId().isEmpty()).count();
    assertThat(cancelled).isBetween(20L, 100L);
    assertThat(earned).isBetween(500L, truth.size() - cancelled - 1);
  }
}
