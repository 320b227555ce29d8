/**
 * Counts events by ad and minute. The counts are cumulative records, of which the one with the
 * highest revision wins.
 *
 * <ul>
 *   <li>Steps: {@link CountByMinute}, {@code FindRepeatClicks} (if a double-click window is set)
 *   <li>Functions of the steps: {@code CountBundleFn} with {@code BundleCounts} (counts within a
 *       bundle), {@code SumFn} (counts across bundles), {@code RememberClicksFn} (stateful)
 *   <li>The rule for repeat clicks, without Beam: {@code RepeatRule}
 *   <li>Values: {@code MetricKey}, {@code Counts}, {@code RepeatKey}, {@code ClickSlice}, each with
 *       a {@code …Coder}
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.aggregate;
