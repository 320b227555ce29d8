package dev.tally.operations.plan;

import java.util.List;

/**
 * The state and the slots of the attribution job of one region, which reads the touches of all
 * regions. The state of orders and campaigns is not included.
 *
 * @param load the workload of all regions
 */
record AttributionSizing(Workload load) {
  private static final double MILLION = 1e6;

  /** Returns the clicks within the click window and the impressions within the view window. */
  double touches() {
    double clicks = load.traffic().clickShare();
    double click = load.windows().seconds(Seconds.of(load.windows().clickWindow()));
    double view = load.windows().seconds(Seconds.of(load.windows().viewWindow()));
    return load.traffic().eventsPerSecond() * (clicks * click + (1 - clicks) * view);
  }

  /** Returns the pairs of user and store that have a touch, at most one per touch. */
  double usersAndStores() {
    return Math.min(touches(), load.population().users() * load.population().storesPerUser());
  }

  double stateBytes() {
    return touches() * MeasuredCosts.TOUCH_BYTES
        + usersAndStores() * MeasuredCosts.USER_STORE_BYTES;
  }

  double heapBytes() {
    return touches() * MeasuredCosts.TOUCH_HEAP_BYTES
        + usersAndStores() * MeasuredCosts.USER_STORE_HEAP_BYTES;
  }

  SlotCount slots() {
    double events = load.traffic().eventsPerSecond() * load.deployment().catchUp();
    return SlotCount.of(events * MeasuredCosts.ATTRIBUTION_CPU / MILLION);
  }

  /** Returns the estimates of one region, with the basis of each. */
  Section section() {
    SlotCount slots = slots();
    return new Section(
        "attribution",
        "Attribution job, per region (all regions' touches; without orders and campaigns)",
        List.of(
            Estimate.cores("cores", "CPU", slots.cores(), "at the rate of the catch-up"),
            Estimate.count("slots", "Flink slots", slots.slots(), "at most 32 per job"),
            Estimate.count("touches", "touches in the windows", touches(), "clicks, impressions"),
            Estimate.count("users_and_stores", "users and stores", usersAndStores(), "at most"),
            Estimate.bytes(
                "touch_state",
                "state of touches",
                stateBytes(),
                "65 bytes per touch, 250 per user and store"),
            Estimate.bytes(
                "heap", "heap, default state backend", heapBytes(), "all slots together")));
  }
}
