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
        CoderSample.of(new EventFingerprintCoder(), "fingerprint", new EventFingerprint(1, -2)),
        CoderSample.of(new SeenEventCoder(), "event", new SeenEvent(29_000_000, -3, 4)),
        CoderSample.of(new SeenEventCoder(), "before 1970", new SeenEvent(-1, 3, -1)),
        CoderSample.of(new BucketClockCoder(), "started", BucketClock.started(NOON, HOUR)),
        CoderSample.of(
            new BucketClockCoder(), "with open minutes", new BucketClock(NOON, HOUR, 300)),
        CoderSample.of(
            new JobStarts(DropDuplicates.Input.ENDLESS).getCheckpointMarkCoder(),
            "no progress",
            new JobStarts.NoProgress()));
  }
}
