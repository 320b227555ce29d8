package dev.tally.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.operations.GroupProgress.Partition;
import dev.tally.operations.WatermarkHold.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
  private static final int EVERY_SECONDS = 5;
  private static final long MIDNIGHT = 1_767_571_200_000L;

  private final ProgressText text = new ProgressText(EVERY_SECONDS);

  private static Partition orders(long read, long watermark) {
    return new Partition("old-orders", 0, OptionalLong.of(read), 2_000, watermark);
  }

  private static Partition campaigns(long watermark) {
    return new Partition("old-campaigns", 0, OptionalLong.of(0), 0, watermark);
  }

  private String line(Partition... partitions) throws IOException {
    return text.line(
        List.of(partitions),
        all ->
            Optional.of(new WatermarkHold(all.get(0), Reason.NO_HEARTBEAT, 0, "no heartbeat yet")));
  }

  @Test
  void waitsForTheFirstCheckpoint() throws IOException {
    assertThat(line()).isEqualTo("waiting for the first checkpoint");
  }

  @Test
  void namesWhatHoldsTheWatermark_whileThereIsNone() throws IOException {
    assertThat(line(campaigns(-1), orders(500, MIDNIGHT)))
        .isEqualTo(
            "read 500 (0/s)  lag 1,500  watermark not yet, held by old-campaigns-0: no heartbeat"
                + " yet");
  }

  @Test
  void isSilentAboutAWatermarkThatAdvances() throws IOException {
    assertThat(line(orders(500, MIDNIGHT))).endsWith("watermark 2026-01-05T00:00:00Z");
    assertThat(line(orders(1_000, MIDNIGHT + 1_000)))
        .isEqualTo("read 1,000 (100/s)  lag 1,000  watermark 2026-01-05T00:00:01Z");
  }

  @Test
  void namesWhatHoldsAWatermark_thatHasNotAdvancedForHalfAMinute() throws IOException {
    String last = "";
    for (int i = 0; i < 6; i++) {
      last = line(orders(2_000, MIDNIGHT));
      assertThat(last).doesNotContain("held");
    }
    assertThat(line(orders(2_000, MIDNIGHT))).startsWith(last + ", held by old-orders-0: ");
  }
}
