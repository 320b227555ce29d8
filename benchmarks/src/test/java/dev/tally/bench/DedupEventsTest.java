package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.Received;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class DedupEventsTest {
  private static final DedupEvents EVENTS =
      new DedupEvents("dedup-events-test", 2_000, 1_000, Duration.standardHours(6));

  @Test
  void oneInTwentyEventsOfTheSecondPhaseIsACopy_withTheContentOfTheFirstCopy() {
    Map<String, AdEvent> first = new HashMap<>();
    long copies = 0;
    for (long block = 0; block < EVENTS.load().blocksInLane() * Load.LANES; block++) {
      for (Received<AdEvent> received : eventsOf(block)) {
        AdEvent event = received.getValue();
        AdEvent before = first.putIfAbsent(event.getEventId(), event);
        if (before != null) {
          copies++;
          assertThat(event.toBuilder().setBrokerTime(before.getBrokerTime()).build())
              .isEqualTo(before);
        }
      }
    }
    assertThat(copies).isEqualTo(50).isEqualTo(EVENTS.copies());
    assertThat(first).hasSize((int) EVENTS.allIds());
  }

  @Test
  void theWatermarkPassesAllIdsOnlyWhenItIsReleased() {
    long last = EVENTS.load().times().at(EVENTS.total());
    RunLog.of(EVENTS.run()).releaseWatermark();
    assertThat(EVENTS.load().times().at(EVENTS.total()) - last)
        .isEqualTo(Duration.standardHours(12).getMillis());
    assertThat(EVENTS.load().times().at(EVENTS.total() - 1)).isLessThanOrEqualTo(last);
  }

  private static List<Received<AdEvent>> eventsOf(long block) {
    List<Received<AdEvent>> events = new ArrayList<>();
    EVENTS.make(block, events::add);
    return events;
  }
}
