package dev.tally.runners.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * A source that emits nothing. Its checkpoint mark is the job's manifest.
 *
 * <p>All splits are equal. Their number does not depend on the parallelism, so that up to {@link
 * #SPLITS} subtasks have a split even after a restore with a higher parallelism. After a restore,
 * Flink ends a subtask without a split, and a checkpoint that is triggered at that moment fails and
 * makes the job fail.
 */
final class ManifestSource extends UnboundedSource<Void, ManifestSource.Mark> {
  private static final long serialVersionUID = 1L;

  /** The reader of each split uses only a few microseconds of CPU time every 50 ms. */
  private static final int SPLITS = 32;

  @Override
  public List<ManifestSource> split(int desiredNumSplits, PipelineOptions options) {
    return Collections.nCopies(SPLITS, this);
  }

  @Override
  public UnboundedReader<Void> createReader(PipelineOptions options, @Nullable Mark mark)
      throws IOException {
    Manifest manifest = ManifestOptions.read(options);
    String savepoint = options.as(FlinkPipelineOptions.class).getSavepointPath();
    if (mark != null) {
      List<String> refusals = RestoreCheck.refusals(options, manifest, mark.manifest());
      if (!refusals.isEmpty()) {
        throw new RestoreRefusedException(
            "The job cannot be restored: %s.".formatted(String.join("; ", refusals)));
      }
    } else if (savepoint != null) {
      throw new RestoreRefusedException(RestoreCheck.withoutManifest(savepoint));
    }
    return new SilentReader(this, new Mark(manifest));
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return new MarkCoder();
  }

  @Override
  public Coder<Void> getOutputCoder() {
    return VoidCoder.of();
  }

  record Mark(Manifest manifest) implements CheckpointMark {
    @Override
    public void finalizeCheckpoint() {}
  }

  /** Uses the layout of {@link ManifestCoder}. */
  static final class MarkCoder extends AtomicCoder<Mark> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(Mark mark, OutputStream out) throws IOException {
      new ManifestCoder().encode(mark.manifest(), out);
    }

    @Override
    public Mark decode(InputStream in) throws IOException {
      return new Mark(new ManifestCoder().decode(in));
    }
  }
}
