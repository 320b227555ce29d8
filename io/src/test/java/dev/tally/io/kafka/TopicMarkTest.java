package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class TopicMarkTest {
  private static final TopicMark.MarkCoder CODER = new TopicMark.MarkCoder();
  private static final String GOLDEN =
      "02"
          + "00000000000000070000000000000009"
          + "00000008"
          + "00000001"
          + "00000003"
          + "000000000000002a"
          + "000001a3185c5000"
          + "000001a3185c28f0";

  @Test
  void keepsItsEncodedForm_becauseSavepointsOutliveVersions() throws Exception {
    TopicMark mark =
        TopicMark.restored(
            new Uuid(7, 9),
            8,
            List.of(PartitionProgress.of(3, 42, 1_800_000_000_000L, 1_799_999_990_000L)));
    byte[] bytes = CoderUtils.encodeToByteArray(CODER, mark);
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(GOLDEN);
    TopicMark back = CoderUtils.decodeFromByteArray(CODER, bytes);
    assertThat(back.topicId()).isEqualTo(mark.topicId());
    assertThat(back.topicPartitions()).isEqualTo(8);
    assertThat(back.partitions()).isEqualTo(mark.partitions());
  }

  @Test
  void rejectsAnUnknownVersion() {
    assertThatThrownBy(
            () -> CoderUtils.decodeFromByteArray(CODER, HexFormat.of().parseHex("0900000000")))
        .isInstanceOf(CoderException.class)
        .hasMessageContaining("9");
  }

  @Test
  void committedTimesSurviveEncoding() {
    CommittedTimes times = new CommittedTimes(1_800_000_000_000L, PartitionProgress.BEFORE_ALL);
    assertThat(CommittedTimes.parse(times.encode())).contains(times);
    assertThat(CommittedTimes.parse("")).isEmpty();
    assertThat(CommittedTimes.parse("1;now;then")).isEmpty();
  }
}
