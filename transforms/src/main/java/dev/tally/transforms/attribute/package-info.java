/**
 * Attributes orders to the touches that earned them.
 *
 * <ul>
 *   <li>Steps: {@link AttributeOrders} (the facade), {@code HoldOrdersFn} (waits for the watermark,
 *       keeps touches and orders), {@code CreditFn} (credits a due order), {@code WaitForCampaigns}
 *       with {@code RetryTickFn} and {@code CreditDeferredFn} (for orders whose campaigns a worker
 *       has not received yet)
 *   <li>Campaigns as a side input: {@link SnapshotCampaigns}, {@link Campaigns}
 *   <li>Rules without Beam: {@code HoldRule} (when an order is emitted, when state is forgotten),
 *       {@link AttributionRules}, {@link AttributionLimits}, {@link Strategy}, {@code Ranks}
 *   <li>State of one user at one store: {@code AttributionState}, with {@code TouchHistory}
 *       (touches) and {@code HeldOrders} (orders), over {@code StateCell} and {@code StateMap}
 *       (ports); {@code BeamAttributionState} (in Beam state)
 *   <li>Buckets of users and stores: {@code ArrivalBlocks} (groups what is shuffled), {@code
 *       HoldBucket} (applies the rules to each user and store, reports {@code HoldEffects}), {@code
 *       BucketAgenda} (which of them need attention, and when; sets the {@code BucketTimers}),
 *       {@code BeamHoldCells} (the Beam state)
 *   <li>Storage of sorted values in blocks: {@code SortedBlocks}, {@code Directory}, {@code
 *       BlockOrder}, {@code BlockFacts}, {@code TouchOrder}, {@code OrderRef}
 *   <li>Values: {@code Agenda}, {@code Arrival}, {@code Candidates}, {@code DueKey}, {@code
 *       HourCounts}, {@code KeptOrder}, {@code KeyedArrival}, {@code Late}, {@code OrderRecord},
 *       {@code OrderTouches}, {@code SweepPage}, {@code UserStore}
 *   <li>Coders: one {@code …Coder} per value that is shuffled or kept in state
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.attribute;
