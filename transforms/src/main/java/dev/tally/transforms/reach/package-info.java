/**
 * Keeps the distinct users of each campaign and UTC day as mergeable sketches.
 *
 * <ul>
 *   <li>The step: {@link MeasureReach} with {@code CollectUsersFn} (sketches the users of a bundle)
 *       and {@code MergeUsersFn} (keeps and emits the sets)
 *   <li>Rules without Beam: {@code ReachHead} (when sketches are merged), {@link
 *       dev.tally.transforms.model.UserSketch} (the set)
 *   <li>State: {@code ReachKey}, {@code ReachHead}
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.reach;
