package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.operations.WatermarkHold;
import org.junit.jupiter.api.Test;

class BrokerTimeLimitTest {
  @Test
  void operationsExplainAPausedPartition_fromTheTimeAtWhichTheReaderPausesIt() {
    assertThat(WatermarkHold.MAX_AHEAD).isEqualTo(HeldPartitions.MAX_AHEAD);
  }
}
