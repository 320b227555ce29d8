/**
 * Passes on the first copy of every event and remembers its id until no other copy can be accepted.
 *
 * <ul>
 *   <li>The step: {@link DropDuplicates} with {@link DedupScope}; {@code GroupByBucketFn} and
 *       {@code RememberIdsFn} (its functions; the second is stateful), {@code JobStarts} (emits at
 *       each start of the job)
 *   <li>Decisions without Beam: {@code IdBucket} (new, copy or neither), {@code Occurrence} (the
 *       result), {@code Horizon} (how long ids are remembered)
 *   <li>State of a bucket: {@code BucketState} (port), {@code BeamBucketState} (in Beam state),
 *       {@code BucketHead} with {@code BucketHeadCoder}, {@code BucketClock}
 *   <li>What a bucket remembers: {@code RememberedIds}, {@code IdPage} (packed in state), {@code
 *       IdIndex} and {@code IdIndexes} (in memory), {@code EventFingerprint} ({@code Murmur128}),
 *       {@code SeenEvent} ({@code Murmur32}), {@code FirstCopy}
 *   <li>The same decisions for events that are all read at once: {@link FirstCopies}
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.dedup;
