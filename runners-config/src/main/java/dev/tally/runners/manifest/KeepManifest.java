package dev.tally.runners.manifest;

import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PDone;

/**
 * Stores a job's {@link Manifest} in its state and compares it at each restore.
 *
 * <p>State: the manifest, a few hundred bytes. It is the checkpoint mark of a source that emits
 * nothing, so {@link RestoreCheck} can read it from a savepoint before the job starts.
 *
 * <p>Errors: {@link RestoreRefusedException} on a worker, which ends the job, if the job is
 * restored from a savepoint without a manifest or with one that does not match.
 */
public final class KeepManifest extends PTransform<PBegin, PDone> {
  /** The name of the step, under which a savepoint contains the manifest. */
  public static final String STEP = "KeepManifest";

  static final String UID = STEP + "/Read";

  private static final long serialVersionUID = 1L;
  private final transient Manifest manifest;

  private KeepManifest(Manifest manifest) {
    this.manifest = manifest;
  }

  /**
   * Returns a transform that stores this manifest. It must be applied under the name {@link #STEP}.
   */
  public static KeepManifest of(Manifest manifest) {
    return new KeepManifest(manifest);
  }

  @Override
  public PDone expand(PBegin input) {
    ManifestOptions.write(input.getPipeline().getOptions(), manifest);
    input
        .apply("Read", Read.from(new ManifestSource()))
        .apply("Drop", ParDo.of(new DropFn())); // Otherwise Beam would add a step that reads it.
    return PDone.in(input.getPipeline());
  }

  private static final class DropFn extends DoFn<Void, Void> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process() {}
  }
}
