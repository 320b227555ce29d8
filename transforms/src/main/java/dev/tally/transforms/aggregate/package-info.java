/**
 * Counts events by ad and minute. The counts are cumulative records, of which the one with the
 * highest revision wins.
 *
 * <ul>
 *   <li>Steps: {@link CountByMinute}, {@code FindRepeatClicks} (if a double-click window is set)
 *   <li>Functions of the steps: {@code CountBundleFn} (counts within a bundle), {@code
 *       SumMinutesFn} (counts across bundles, stateful), {@code RememberClicksFn} and {@code
 *       RateClicksFn} (stateful)
 *   <li>Decisions without Beam: {@code CountBucket} (when a count is emitted), {@code RepeatRule}
 *       (which clicks are repeats), {@code RateRule} (which users have too many clicks)
 *   <li>State of a bucket of counts: {@code CountState} (port), {@code BeamCountState} (in Beam
 *       state), {@code PendingCounts}, {@code CountTimers}
 *   <li>Values: {@code MetricKey}, {@code MinuteKey}, {@code Counts}, {@code RunningCounts}, {@code
 *       RepeatKey}, {@code ClickSlice}, {@code UserHour}, {@code UserClick}; each value that is
 *       encoded has a {@code …Coder}
 *   <li>The same counts for events that are all read at once: {@link MinuteCounts}
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.aggregate;
