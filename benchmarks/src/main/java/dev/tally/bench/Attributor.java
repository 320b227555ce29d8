package dev.tally.bench;

/** Who attributes. */
enum Attributor {
  /** {@code AttributeOrders} on Beam's Flink runner. */
  OURS {
    @Override
    RunningJob start(JobSettings settings, MakeArrivals arrivals) {
      return BeamAttribution.start(settings, arrivals);
    }
  },
  /** A {@code KeyedCoProcessFunction} written for Flink. */
  FLINK {
    @Override
    RunningJob start(JobSettings settings, MakeArrivals arrivals) throws Exception {
      return FlinkAttribution.start(settings, arrivals);
    }
  };

  /** Starts a job that attributes the traffic and tells its {@link CreditLog}. */
  abstract RunningJob start(JobSettings settings, MakeArrivals arrivals) throws Exception;
}
