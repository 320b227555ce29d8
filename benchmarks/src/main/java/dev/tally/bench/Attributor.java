package dev.tally.bench;

/** The implementations of attribution that are compared. */
enum Attributor {
  /** {@code AttributeOrders} on Beam's Flink runner. */
  OURS {
    @Override
    BenchJob start(JobSettings settings, MakeArrivals arrivals) {
      return BeamAttribution.start(settings, arrivals);
    }
  },
  /** A {@code KeyedCoProcessFunction} written for Flink. */
  FLINK {
    @Override
    BenchJob start(JobSettings settings, MakeArrivals arrivals) throws Exception {
      return FlinkAttribution.start(settings, arrivals);
    }
  };

  /**
   * Starts a job that attributes the orders of {@link Traffic} and reports each result to the run's
   * {@link CreditLog}.
   */
  abstract BenchJob start(JobSettings settings, MakeArrivals arrivals) throws Exception;
}
