package dev.tally.io;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The source of {@link EmitOnce}: the first of its splits emits the element, the others emit
 * nothing.
 *
 * <p>The number of splits does not depend on the parallelism, so up to {@link #SPLITS} subtasks
 * have a split even after a restore at a higher parallelism. Flink ends a subtask that has no
 * split; a checkpoint that is triggered at that moment fails, and the job fails with it.
 *
 * <p>The source never ends and keeps its watermark just before the end of time: runners end a
 * source whose watermark reaches the end of time, and Flink keeps no state of a source that has
 * ended.
 */
final class OneElementSource extends UnboundedSource<byte[], OneElementSource.Mark> {
  private static final long serialVersionUID = 1L;

  /** The reader of an idle split costs a few microseconds every 50 ms. */
  static final int SPLITS = 32;

  static final Instant LAST_WATERMARK = BoundedWindow.TIMESTAMP_MAX_VALUE.minus(Duration.millis(1));

  private final boolean emits;

  OneElementSource(boolean emits) {
    this.emits = emits;
  }

  @Override
  public List<OneElementSource> split(int desiredNumSplits, PipelineOptions options) {
    return IntStream.range(0, SPLITS).mapToObj(i -> new OneElementSource(i == 0)).toList();
  }

  @Override
  public UnboundedReader<byte[]> createReader(PipelineOptions options, @Nullable Mark mark) {
    return new OneElementReader(this, mark == null ? !emits : mark.emitted());
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return new MarkCoder();
  }

  @Override
  public Coder<byte[]> getOutputCoder() {
    return ByteArrayCoder.of();
  }

  /**
   * The checkpointed state of the reader.
   *
   * @param emitted whether this split has nothing left to emit
   */
  record Mark(boolean emitted) implements CheckpointMark {
    @Override
    public void finalizeCheckpoint() {}
  }

  /** Layout: version byte, then one byte that is 1 if the split has nothing left to emit. */
  static final class MarkCoder extends FieldsCoder<Mark> {
    private static final long serialVersionUID = 1L;

    MarkCoder() {
      super(1);
    }

    @Override
    protected void write(Mark mark, DataOutput out) throws IOException {
      out.writeBoolean(mark.emitted());
    }

    @Override
    protected Mark read(DataInput in) throws IOException {
      return new Mark(in.readBoolean());
    }
  }

  private static final class OneElementReader extends UnboundedReader<byte[]> {
    private final OneElementSource source;
    private boolean emitted;

    OneElementReader(OneElementSource source, boolean emitted) {
      this.source = source;
      this.emitted = emitted;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      boolean first = !emitted;
      emitted = true;
      return first;
    }

    @Override
    public byte[] getCurrent() {
      return new byte[0];
    }

    @Override
    public Instant getCurrentTimestamp() {
      return BoundedWindow.TIMESTAMP_MIN_VALUE;
    }

    @Override
    public Instant getWatermark() {
      return emitted ? LAST_WATERMARK : BoundedWindow.TIMESTAMP_MIN_VALUE;
    }

    @Override
    public Mark getCheckpointMark() {
      return new Mark(emitted);
    }

    @Override
    public UnboundedSource<byte[], Mark> getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}
  }
}
