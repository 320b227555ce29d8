package dev.tally.pipelines;

import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PDone;

/** Stores no manifest, for jobs that are never restored. */
public final class NoManifest extends PTransform<PBegin, PDone> {
  private static final long serialVersionUID = 1L;

  @Override
  public PDone expand(PBegin input) {
    input.apply("Read", Create.empty(VoidCoder.of()));
    return PDone.in(input.getPipeline());
  }
}
