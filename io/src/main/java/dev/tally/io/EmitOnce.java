package dev.tally.io;

import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Emits one empty element at the start of a streaming job, and never again after a restore.
 *
 * <p>{@code Impulse} does the same, but the Flink runner gives it no uid: a job whose steps are
 * chained in another way, for example because its parallelism changed, cannot be restored with it.
 *
 * <p>Output: one empty byte array in the global window, at {@code
 * BoundedWindow.TIMESTAMP_MIN_VALUE}; then a watermark one millisecond before the end of time. The
 * source never ends, so a bounded pipeline must not use it.
 *
 * <p>State: whether the element was emitted, 2 bytes for each of 32 splits.
 */
public final class EmitOnce extends PTransform<PBegin, PCollection<byte[]>> {
  private static final long serialVersionUID = 1L;

  private EmitOnce() {}

  /** One element in the life of the job. */
  public static EmitOnce create() {
    return new EmitOnce();
  }

  @Override
  public PCollection<byte[]> expand(PBegin input) {
    return input.apply("Read", Read.from(new OneElementSource(true)));
  }
}
