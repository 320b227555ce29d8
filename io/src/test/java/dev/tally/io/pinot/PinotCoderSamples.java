package dev.tally.io.pinot;

import dev.tally.io.CoderSample;
import dev.tally.io.pinot.SegmentId.SegmentIdCoder;
import dev.tally.io.pinot.UploadedSegment.UploadedSegmentCoder;
import java.util.List;

/** A sample for each coder of the package. */
public final class PinotCoderSamples {
  private PinotCoderSamples() {}

  public static List<CoderSample<?>> all() {
    return List.of(
        CoderSample.of(new SegmentIdCoder(), "segment", new SegmentId("2026-11-21", 3, 1)),
        CoderSample.of(
            new UploadedSegmentCoder(), "segment", new UploadedSegment("segment", -1, 300)));
  }
}
