package dev.tally.operations.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tally.io.kafka.Delivery;
import dev.tally.io.pinot.PinotTable.HashFunction;
import dev.tally.operations.plan.Deployment.Output;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares the plan with the runs of {@code ./tally bench aggregation} in docs/scaling.md. Each
 * reads one hour of events as fast as possible: the catch-up is the measured rate divided by that
 * of the hour.
 */
class MeasuredRunsTest {
  private static final double BAR = 0.25;
  private static final double MEBIBYTE = 1 << 20;
  private static final double HOUR = 3_600;

  private static AggregationSizing sizing(
      double events, double rows, double perSecond, Output output) {
    Map<Knob, Double> values = Knob.EVENTS_PER_SECOND.at(events / HOUR);
    values.put(Knob.INPUT_SPAN, HOUR);
    values.put(Knob.ROWS_PER_MINUTE, rows / 60);
    values.put(Knob.CATCH_UP, perSecond * HOUR / events);
    return new AggregationSizing(Knob.workload(values, Delivery.EXACTLY_ONCE, output));
  }

  /** Rows, rate, the largest checkpoint and the heap, both in MiB, are those of the run. */
  @ParameterizedTest
  @CsvSource({
    "60651, 66100, COUNTS, 35, 245",
    "60651, 54700, COUNTS, 37, 259",
    "60651, 52300, COUNTS, 36, 302",
    "208786, 74300, COUNTS, 74, 413",
    "332621, 29500, COUNTS, 80, 655",
    "20019, 49200, COUNTS, 27, 246",
    "60651, 55600, COUNTS_AND_CLEAN_EVENTS, 177, 616",
    "60562, 52800, COUNTS_AND_CLEAN_EVENTS, 162, 631",
  })
  void predictsCheckpointAndHeapOfAMillionEvents(
      double rows, double perSecond, Output output, double checkpoint, double heap) {
    AggregationSizing sizing = sizing(1e6, rows, perSecond, output);

    assertThat(sizing.checkpointBytes() / MEBIBYTE).isCloseTo(checkpoint, within(checkpoint * BAR));
    assertThat(sizing.heapBytes() / MEBIBYTE).isCloseTo(heap, within(heap * BAR));
  }

  /**
   * The rows of these runs were not recorded; 1,000 ads have at most 60,000 per hour. The rate is
   * the number of events divided by the seconds of the whole run.
   */
  @ParameterizedTest
  @CsvSource({
    "10000000, 490, COUNTS, 208, 728",
    "10000000, 421, COUNTS_AND_CLEAN_EVENTS, 275, 783"
  })
  void predictsCheckpointAndHeapOfTenMillionEvents(
      double events, double seconds, Output output, double checkpoint, double heap) {
    AggregationSizing sizing = sizing(events, 0, events / seconds, output);

    assertThat(sizing.checkpointBytes() / MEBIBYTE).isCloseTo(checkpoint, within(checkpoint * BAR));
    assertThat(sizing.heapBytes() / MEBIBYTE).isCloseTo(heap, within(heap * BAR));
  }

  /**
   * The run of ten million events in docs/plan.md: TWO_PHASE, {@code --heap=2g}. The rows per
   * minute are derived from the 1,000 ads.
   */
  @Test
  void predictsTheRunThatDocsPlanRecords() {
    Map<Knob, Double> values = Knob.EVENTS_PER_SECOND.at(1e7 / HOUR);
    values.put(Knob.INPUT_SPAN, HOUR);
    AggregationSizing sizing =
        new AggregationSizing(Knob.workload(values, Delivery.TWO_PHASE, Output.COUNTS));

    assertThat(sizing.checkpointBytes() / MEBIBYTE).isCloseTo(202.1, within(202.1 * BAR));
    assertThat(sizing.heapBytes() / MEBIBYTE).isCloseTo(963, within(963 * BAR));
  }

  /** Live objects of Pinot's server before and after 600,000 keys, in docs/plan.md. */
  @Test
  void predictsTheHeapOfPinotsKeys() {
    double measured = 132_631_560 - 46_308_000;
    assertThat(600_000 * MeasuredCosts.keyBytes(HashFunction.MD5))
        .isCloseTo(measured, within(measured * BAR));
  }

  /** The savepoint of {@code ./tally bench dedup} with 10.95 million ids, in docs/benchmarks.md. */
  @ParameterizedTest
  @CsvSource({"1.95e6, 41e6", "5.95e6, 127e6", "10.95e6, 234e6"})
  void predictsTheStateOfDeduplication(double ids, double bytes) {
    assertThat(sizing(ids, 1, ids, Output.COUNTS).idBytes()).isCloseTo(bytes, within(bytes * BAR));
  }
}
