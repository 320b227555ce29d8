package dev.tally.io;

import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Emits one empty element at the start of a streaming job, and never again after a restore.
 *
 * <p>{@code Impulse} does the same, but the Flink runner assigns it no uid. A job that uses it
 * cannot be restored if its steps are chained differently than before, for example because its
 * parallelism has changed.
 *
 * <p>Output: one empty byte array in the global window, at {@code
 * BoundedWindow.TIMESTAMP_MIN_VALUE}; then a watermark one millisecond before {@code
 * BoundedWindow.TIMESTAMP_MAX_VALUE}. The source never ends, so a pipeline that must end cannot use
 * it.
 *
 * <p>State: whether the element was emitted, 2 bytes for each of 32 splits.
 */
public final class EmitOnce extends PTransform<PBegin, PCollection<byte[]>> {
  private static final long serialVersionUID = 1L;

  private EmitOnce() {}

  /** Creates a transform that emits its element once in the lifetime of the job. */
  public static EmitOnce create() {
    return new EmitOnce();
  }

  @Override
  public PCollection<byte[]> expand(PBegin input) {
    return input.apply("Read", Read.from(new OneElementSource(true)));
  }
}
