package dev.tally.transforms.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NoSuchElementException;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class JobStartsTest {
  private static final PipelineOptions OPTIONS = PipelineOptionsFactory.create();

  @Test
  void emitsOneElement_andThenMovesItsWatermarkToTheEnd() throws Exception {
    UnboundedReader<Integer> reader = new JobStarts().createReader(OPTIONS, null);
    assertThat(reader.getWatermark()).isEqualTo(BoundedWindow.TIMESTAMP_MIN_VALUE);
    assertThat(reader.start()).isTrue();
    assertThat(reader.getCurrent()).isZero();
    assertThat(reader.getWatermark()).isEqualTo(BoundedWindow.TIMESTAMP_MIN_VALUE);
    assertThat(reader.advance()).isFalse();
    assertThat(reader.getWatermark()).isEqualTo(BoundedWindow.TIMESTAMP_MAX_VALUE);
    assertThatThrownBy(reader::getCurrent).isInstanceOf(NoSuchElementException.class);
    assertThat(reader.advance()).isFalse();
  }

  @Test
  void emitsNothingMore_whenTheRunnerReplacesTheReaderDuringARun() throws Exception {
    JobStarts source = new JobStarts();
    UnboundedReader<Integer> first = source.createReader(OPTIONS, null);
    first.start();
    first.advance();
    UnboundedReader<Integer> second =
        source.createReader(OPTIONS, (JobStarts.NoProgress) first.getCheckpointMark());
    assertThat(second.start()).isFalse();
    assertThat(second.getWatermark()).isEqualTo(BoundedWindow.TIMESTAMP_MAX_VALUE);
  }

  @Test
  void emitsAgain_whenTheJobIsRestored() throws Exception {
    JobStarts source = new JobStarts();
    UnboundedReader<Integer> first = source.createReader(OPTIONS, null);
    first.start();
    JobStarts restored = SerializableUtils.clone(source);
    JobStarts.NoProgress mark =
        CoderUtils.clone(
            restored.getCheckpointMarkCoder(), (JobStarts.NoProgress) first.getCheckpointMark());
    assertThat(restored.createReader(OPTIONS, mark).start()).isTrue();
  }
}
