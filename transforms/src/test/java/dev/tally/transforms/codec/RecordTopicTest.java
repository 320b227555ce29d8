package dev.tally.transforms.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RecordTopicTest {
  @Test
  void everyTopicHasItsOwnName() {
    assertThat(Arrays.stream(RecordTopic.values()).map(RecordTopic::defaultName))
        .doesNotHaveDuplicates();
  }

  @Test
  void aTopicAcceptsTheLargestRecordOfItsType() {
    assertThat(RecordTopic.AD_METRICS.maxRecordBytes())
        .isGreaterThan(RecordLimits.adMetric())
        .isEqualTo(RecordTopic.ALL_AD_METRICS.maxRecordBytes());
    assertThat(RecordTopic.CLEAN_AD_EVENTS.maxRecordBytes())
        .isGreaterThan(RecordLimits.cleanAdEvent());
    assertThat(RecordTopic.CAMPAIGN_REACH.maxRecordBytes())
        .isGreaterThan(RecordLimits.campaignReach());
    assertThat(RecordTopic.ATTRIBUTED_ORDERS.maxRecordBytes())
        .isGreaterThan(RecordLimits.attributedOrder(1_000))
        .isEqualTo(RecordTopic.ALL_ATTRIBUTED_ORDERS.maxRecordBytes());
  }

  @Test
  void aDeadLetterHoldsTheLargestRawRecord() {
    assertThat(RecordTopic.DEAD_LETTERS.maxRecordBytes())
        .isEqualTo(RecordLimits.deadLetter(RecordTopic.AD_EVENTS.maxRecordBytes()));
  }
}
