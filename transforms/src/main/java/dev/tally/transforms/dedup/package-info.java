/**
 * Passes on the first copy of every event and remembers its id until no other copy can be accepted.
 *
 * <ul>
 *   <li>The step: {@link DropDuplicates} with {@link DedupScope}; {@code RememberIdsFn} (its
 *       stateful {@code DoFn}), {@code JobStarts} (emits at each start of the job)
 *   <li>Decisions without Beam: {@code IdBucket} (new, copy or neither), {@code Occurrence} (the
 *       result), {@code Horizon} (how long ids are remembered), {@code Minutes}
 *   <li>State of a bucket: {@code BucketState} (port), {@code BeamBucketState} (in Beam state),
 *       {@code BucketClock}, {@code EventFingerprint}, {@code SeenEvent}, {@code FirstCopy}
 *   <li>Coders of the state: {@code BucketClockCoder}, {@code EventFingerprintCoder}, {@code
 *       SeenEventCoder}
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.dedup;
