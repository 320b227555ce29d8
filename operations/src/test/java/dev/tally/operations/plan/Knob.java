package dev.tally.operations.plan;

import dev.tally.io.kafka.Delivery;
import dev.tally.io.pinot.PinotTable.HashFunction;
import dev.tally.operations.plan.Deployment.Output;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** An input of a plan that is a number, with its default in tests. Durations are in seconds. */
enum Knob {
  EVENTS_PER_SECOND(1_000, 1e12),
  EVENT_BYTES(214, 1e6),
  CLICK_SHARE(0.07, 1),
  ORDERS_PER_SECOND(0, 1e12),
  ADS(1_000, 1e12),
  ROWS_PER_MINUTE(0, 1e12),
  USERS(1e6, 1e12),
  STORES_PER_USER(1, 1e4),
  MAX_EVENT_AGE(6 * 3_600, 1e8),
  CLICK_WINDOW(7 * 86_400, 1e8),
  VIEW_WINDOW(86_400, 1e8),
  INPUT_SPAN(36_500 * 86_400.0, 36_500 * 86_400.0),
  KAFKA_RETENTION(7 * 86_400, 1e8),
  PINOT_RETENTION(90 * 86_400, 1e8),
  KEY_TTL(0, 1e8),
  REGIONS(1, 1_000),
  REPLICAS(2, 100),
  CATCH_UP(1, 1_000),
  CHECKPOINT_SECONDS(10, 3_600),
  SERVER_HEAP(8e9, 1e12);

  private final double value;
  private final double highest;

  Knob(double value, double highest) {
    this.value = value;
    this.highest = highest;
  }

  double value() {
    return value;
  }

  double highest() {
    return highest;
  }

  /** Returns the defaults with one changed value. */
  Map<Knob, Double> at(double changed) {
    Map<Knob, Double> values = defaults();
    values.put(this, changed);
    return values;
  }

  static Map<Knob, Double> defaults() {
    Map<Knob, Double> values = new EnumMap<>(Knob.class);
    for (Knob knob : values()) {
      values.put(knob, knob.value);
    }
    return values;
  }

  /** Returns a workload with these values, EXACTLY_ONCE and MD5. */
  static Workload workload(Map<Knob, Double> values, Delivery delivery, Output output) {
    return new Workload(
        new EventTraffic(
            values.get(EVENTS_PER_SECOND),
            values.get(EVENT_BYTES),
            values.get(CLICK_SHARE),
            values.get(ORDERS_PER_SECOND)),
        new Population(
            values.get(ADS),
            values.get(ROWS_PER_MINUTE),
            values.get(USERS),
            values.get(STORES_PER_USER)),
        new StateWindows(
            seconds(values.get(MAX_EVENT_AGE)),
            seconds(values.get(CLICK_WINDOW)),
            seconds(values.get(VIEW_WINDOW)),
            seconds(values.get(INPUT_SPAN))),
        new RetentionTimes(
            seconds(values.get(KAFKA_RETENTION)),
            seconds(values.get(PINOT_RETENTION)),
            seconds(values.get(KEY_TTL))),
        new Deployment(
            values.get(REGIONS).intValue(),
            values.get(CATCH_UP),
            seconds(values.get(CHECKPOINT_SECONDS)),
            delivery,
            output),
        new StoreSettings(
            values.get(REPLICAS).intValue(), HashFunction.MD5, values.get(SERVER_HEAP)));
  }

  static CapacityPlan plan(Map<Knob, Double> values) {
    return CapacityPlan.of(workload(values, Delivery.EXACTLY_ONCE, Output.COUNTS_AND_CLEAN_EVENTS));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1_000));
  }
}
