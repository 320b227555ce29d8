package dev.tally.transforms.dedup;

import dev.tally.transforms.model.VersionedCoder;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Emits one element at each start of the job, also at a restore, which {@code Impulse} does not.
 *
 * <p>Its watermark moves to the end of time after the element. So a step that reads it beside other
 * input processes the element of this start before its watermark moves.
 */
final class JobStarts extends UnboundedSource<Integer, JobStarts.NoProgress> {
  private static final long serialVersionUID = 1L;

  /**
   * True once this start of the job has emitted its element. A runner that replaces a reader during
   * a run, as the direct runner does, keeps this object; at a start it is deserialized.
   */
  private transient boolean emitted;

  @Override
  public List<JobStarts> split(int desiredNumSplits, PipelineOptions options) {
    return List.of(this);
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

  /** A checkpoint of a source that has nothing to remember. */
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

  /** Layout 1: nothing after the version byte. */
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
      passed = source.emitted;
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
      return source.emitted && passed
          ? BoundedWindow.TIMESTAMP_MAX_VALUE
          : BoundedWindow.TIMESTAMP_MIN_VALUE;
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
