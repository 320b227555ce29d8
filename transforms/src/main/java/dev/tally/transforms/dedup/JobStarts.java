package dev.tally.transforms.dedup;

import dev.tally.transforms.model.VersionedCoder;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Emits one element at each start of the job, including a start from a savepoint or checkpoint, at
 * which {@code Impulse} emits nothing.
 *
 * <p>After the element, the watermark of this source moves to the end of time. A step that reads
 * this source together with other input therefore processes the element of this start before the
 * step's own watermark advances.
 *
 * <p>With endless input the watermark stops one millisecond before the end of time, because Flink
 * ends a source at the end of time and does not start it again at a restore. In this mode the
 * source has {@link #SPLITS} splits, of which only the first emits, so that up to this many
 * subtasks get a split: after a restore, Flink ends a subtask without a split, and a checkpoint
 * that is triggered at that moment fails.
 */
final class JobStarts extends UnboundedSource<Integer, JobStarts.NoProgress> {
  private static final long serialVersionUID = 1L;

  static final int SPLITS = 32;

  private final DropDuplicates.Input input;

  /**
   * True once the element of this start was emitted. If a runner replaces the reader during a run,
   * as the direct runner does, it keeps this object; at a start of the job the object is
   * deserialized, and the field is false again.
   */
  private transient boolean emitted;

  private final boolean emits;

  JobStarts(DropDuplicates.Input input) {
    this(input, true);
  }

  private JobStarts(DropDuplicates.Input input, boolean emits) {
    this.input = input;
    this.emits = emits;
  }

  @Override
  public List<JobStarts> split(int desiredNumSplits, PipelineOptions options) {
    return input == DropDuplicates.Input.BOUNDED
        ? List.of(this)
        : IntStream.range(0, SPLITS).mapToObj(i -> new JobStarts(input, i == 0)).toList();
  }

  private Instant lastWatermark() {
    return input == DropDuplicates.Input.BOUNDED
        ? BoundedWindow.TIMESTAMP_MAX_VALUE
        : BoundedWindow.TIMESTAMP_MAX_VALUE.minus(Duration.millis(1));
  }

  @Override
  public UnboundedReader<Integer> createReader(
      PipelineOptions options, @Nullable NoProgress ignored) {
    return new OneElement(this);
  }

  @Override
  public Coder<NoProgress> getCheckpointMarkCoder() {
    return new NoProgressCoder();
  }

  @Override
  public Coder<Integer> getOutputCoder() {
    return VarIntCoder.of();
  }

  /** A checkpoint mark without content: the source has no progress to store. */
  static final class NoProgress implements CheckpointMark {
    @Override
    public void finalizeCheckpoint() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof NoProgress;
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }

  /**
   * Encodes {@link NoProgress}.
   *
   * <p>Layout 1: nothing after the version byte.
   */
  private static final class NoProgressCoder extends VersionedCoder<NoProgress> {
    private static final long serialVersionUID = 1L;

    NoProgressCoder() {
      super(1);
    }

    @Override
    protected void write(NoProgress mark, OutputStream out) {}

    @Override
    protected NoProgress read(InputStream in) {
      return new NoProgress();
    }
  }

  private static final class OneElement extends UnboundedReader<Integer> {
    private final JobStarts source;
    private boolean passed = true;

    OneElement(JobStarts source) {
      this.source = source;
    }

    @Override
    public boolean start() {
      passed = source.emitted || !source.emits;
      source.emitted = true;
      return !passed;
    }

    @Override
    public boolean advance() {
      passed = true;
      return false;
    }

    @Override
    public Integer getCurrent() {
      if (passed) {
        throw new NoSuchElementException();
      }
      return 0;
    }

    @Override
    public Instant getCurrentTimestamp() {
      getCurrent();
      return BoundedWindow.TIMESTAMP_MIN_VALUE;
    }

    @Override
    public Instant getWatermark() {
      return source.emitted && passed ? source.lastWatermark() : BoundedWindow.TIMESTAMP_MIN_VALUE;
    }

    @Override
    public NoProgress getCheckpointMark() {
      return new NoProgress();
    }

    @Override
    public JobStarts getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}
  }
}
