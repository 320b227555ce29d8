package dev.tally.operations.plan;

import dev.tally.io.pinot.PinotTable.HashFunction;

/**
 * The measured costs of one event, id, row, touch and key. Each constant names the page and the
 * command of its measurement. All were measured with JDK 17 on two cores.
 */
final class MeasuredCosts {
  /**
   * CPU seconds of the aggregation job per million events, without clean events. Source: {@code
   * docs/scaling.md}, Memory: a whole run with ten million events, {@code TWO_PHASE}.
   */
  static final double AGGREGATION_CPU = 10.7;

  /**
   * The same with clean events. Source: {@code docs/benchmarks.md}, Aggregation: figures, five
   * million lines.
   */
  static final double AGGREGATION_CPU_WITH_CLEAN_EVENTS = 14.0;

  /**
   * CPU seconds of the attribution job per million touches, with one order per ten touches. Source:
   * {@code docs/benchmarks.md}, Attribution: figures, 16.4 s for a million touches.
   */
  static final double ATTRIBUTION_CPU = 16.4;

  /**
   * Bytes of state per remembered event. Source: {@code docs/benchmarks.md}, Deduplication:
   * figures, savepoint with ten million ids ({@code ./tally bench dedup}).
   */
  static final double ID_BYTES = 21.4;

  /**
   * How much longer than {@code maxEventAge} an id is kept, at most: the sweeps are an eighth of it
   * apart, and a page is removed as a whole. Source: {@code docs/adr/0003-dedup-state.md}.
   */
  static final double ID_LIFETIME = 1.25;

  /**
   * Bytes of heap per remembered event for the index of deduplication, at most. Source: {@code
   * docs/benchmarks.md}, Deduplication: figures (12 to 24).
   */
  static final double INDEX_BYTES = 24;

  /**
   * Heap of a job with the default state backend: the part that does not depend on the events.
   * Source: {@code docs/scaling.md}, Measured and Memory: the runs with one million (259 MiB) and
   * ten million events (728 MiB), and those with 10,000 (413 MiB) and 100,000 ads (655 MiB),
   * divided into this constant, a part per id and a part per row. It includes garbage.
   */
  static final double JOB_HEAP_BYTES = 150e6;

  /** Heap per remembered event with the default state backend. Source: the same. */
  static final double ID_HEAP_BYTES = 55;

  /** Heap per row whose minute is open, with the default state backend. Source: the same. */
  static final double ROW_HEAP_BYTES = 1_100;

  /**
   * Bytes of state per row whose minute is open. Source: {@code docs/scaling.md}, Measured (110 to
   * 170).
   */
  static final double ROW_BYTES = 140;

  /**
   * Bytes of an ad metric with its key, in the sink's state until it is committed. Source: the
   * length of its JSON with ids of five to ten characters.
   */
  static final double METRIC_BYTES = 280;

  /**
   * Bytes per event to the sink of {@code clean-ad-events}. Source: {@code docs/scaling.md}, Model
   * ({@code ./tally bench aggregation --cleanAdEvents}, last table).
   */
  static final double CLEAN_EVENT_BYTES = 230;

  /** Bytes per event between the steps without the clean events. Source: the same (337 + 14). */
  static final double SHUFFLE_BYTES = 351;

  /**
   * Seconds per million ids and subtask until the index is built after a restart. Source: {@code
   * docs/scaling.md}, Model.
   */
  static final double RESTART_SECONDS = 0.27;

  /**
   * Bytes of state per touch. Source: {@code docs/benchmarks.md}, Attribution: figures, all touches
   * of one user ({@code ./tally bench attribution-state --touches 100000}).
   */
  static final double TOUCH_BYTES = 65;

  /** Further bytes of state per user and store. Source: the same, four touches per user. */
  static final double USER_STORE_BYTES = 250;

  /** Bytes of heap per touch with the default state backend. Source: the same. */
  static final double TOUCH_HEAP_BYTES = 351;

  /**
   * Further bytes of heap per user and store with the default state backend: four times the
   * difference of 552 and 351. Source: the same.
   */
  static final double USER_STORE_HEAP_BYTES = 804;

  /**
   * Bytes per primary key of the formula that is often quoted (40 to 60): the key and its location,
   * without the objects around them. The plan prints it only for comparison.
   */
  static final double QUOTED_KEY_BYTES = 50;

  private MeasuredCosts() {}

  /**
   * Returns the bytes of heap per primary key of an upsert table, with everything that is stored
   * with the key. Source: {@code docs/plan.md}, Heap per primary key: a million keys of 36
   * characters, live objects of a Pinot 0.11 server.
   */
  static double keyBytes(HashFunction function) {
    return switch (function) {
      case NONE -> 208.6;
      case MURMUR3 -> 149.3;
      case MD5 -> 147.3;
    };
  }
}
