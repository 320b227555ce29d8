package dev.tally.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.format.Mapping;
import dev.tally.transforms.format.MappingFile;
import dev.tally.transforms.format.ReadyMadeMappings;
import dev.tally.transforms.model.AdEvent;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class SegmentByHandTest {
  @Test
  void decodesTheSameEventAsTheMapping() {
    byte[] value =
        ReadyMadeMappings.sample("segment").lines().findFirst().orElseThrow().getBytes(UTF_8);
    AdEvent event = SegmentByHand.decode(value, Instant.EPOCH);
    Mapping<?> mapping =
        Mapping.of(MappingFile.of("segment.yaml", ReadyMadeMappings.text("segment")));

    assertThat(mapping.explain(value, Instant.EPOCH).get(0).text())
        .isEqualTo(
            "event_id=%s event_type=%s event_time=%s ad_id=%s campaign_id=%s store_id=%s user_id=%s"
                + " region=%s cost_micros=%d",
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
}
