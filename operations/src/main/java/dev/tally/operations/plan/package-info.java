/**
 * The capacity planner: it computes the partitions, slots, state, checkpoints and heap for a
 * workload from measured costs, without a server.
 *
 * <p>{@code Workload} is the input and {@code CapacityPlan} the result. {@code MeasuredCosts} has
 * the constants, each with its source. One class per system computes its part: {@code KafkaSizing},
 * {@code AggregationSizing}, {@code AttributionSizing} and {@code PinotSizing}; {@code Traps} finds
 * what is easily overlooked. {@code SampleTopic} measures the traffic of a topic.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.operations.plan;
