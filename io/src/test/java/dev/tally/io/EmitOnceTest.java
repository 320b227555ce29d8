package dev.tally.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EmitOnceTest {
  private final PipelineOptions options = PipelineOptionsFactory.create();
  private final OneElementSource source = new OneElementSource(true);

  private UnboundedReader<byte[]> reader(OneElementSource.@Nullable Mark mark) {
    return source.createReader(options, mark);
  }

  @Test
  void emitsOneElement_thenHoldsItsWatermarkBeforeTheEndOfTime() throws IOException {
    UnboundedReader<byte[]> reader = reader(null);
    assertThat(reader.getWatermark()).isEqualTo(BoundedWindow.TIMESTAMP_MIN_VALUE);
    assertThat(reader.start()).isTrue();
    assertThat(reader.getCurrent()).isEmpty();
    assertThat(reader.getCurrentTimestamp()).isEqualTo(BoundedWindow.TIMESTAMP_MIN_VALUE);
    assertThat(reader.advance()).isFalse();
    assertThat(reader.getWatermark())
        .isLessThan(BoundedWindow.TIMESTAMP_MAX_VALUE)
        .isGreaterThan(GlobalWindow.INSTANCE.maxTimestamp());
  }

  @Test
  void emitsNothingAfterARestore() throws IOException {
    UnboundedReader<byte[]> before = reader(null);
    before.start();
    assertThat(reader((OneElementSource.Mark) before.getCheckpointMark()).start()).isFalse();
    OneElementSource.Mark unread = (OneElementSource.Mark) reader(null).getCheckpointMark();
    assertThat(reader(unread).start()).isTrue();
  }

  @Test
  void hasTheSameSplitsAtEachParallelism_ofWhichOneEmits() throws IOException {
    assertThat(source.split(1, options)).hasSize(OneElementSource.SPLITS);
    assertThat(source.split(4, options)).hasSize(OneElementSource.SPLITS);
    int emitted = 0;
    for (OneElementSource split : source.split(4, options)) {
      emitted += split.createReader(options, null).start() ? 1 : 0;
    }
    assertThat(emitted).isEqualTo(1);
  }

  @Test
  void encodesItsMarkInTwoBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new OneElementSource.MarkCoder().encode(new OneElementSource.Mark(true), bytes);
    assertThat(bytes.toByteArray()).containsExactly(1, 1);
    assertThat(
            new OneElementSource.MarkCoder()
                .decode(new ByteArrayInputStream(new byte[] {1, 0}))
                .emitted())
        .isFalse();
  }
}
