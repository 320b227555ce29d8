package dev.tally.transforms.dedup;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;

import dev.tally.transforms.CoderSample;
import java.util.List;

/** A sample for each form that a coder of the package writes. */
public final class DedupCoderSamples {
  private DedupCoderSamples() {}

  public static List<CoderSample<?>> all() {
    return List.of(
        CoderSample.of(
            new BucketHeadCoder(), "started", new BucketHead(BucketClock.started(NOON, HOUR), 0)),
        CoderSample.of(
            new BucketHeadCoder(),
            "with open minutes",
            new BucketHead(new BucketClock(NOON, HOUR, 300), -3)),
        CoderSample.of(
            new JobStarts(DropDuplicates.Input.ENDLESS).getCheckpointMarkCoder(),
            "no progress",
            new JobStarts.NoProgress()));
  }
}
