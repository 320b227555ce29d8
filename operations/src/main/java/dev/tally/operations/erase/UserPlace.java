package dev.tally.operations.erase;

/**
 * A place in which Tally stores data of ad events or orders. docs/erasing.md has the same list. A
 * test compares the fields, columns and state cells that contain user ids with it.
 */
public enum UserPlace {
  /** The topic of raw ad events. */
  AD_EVENTS(Kind.TOPIC, "raw ad events"),
  /** The topic of raw orders. */
  ORDERS(Kind.TOPIC, "raw orders"),
  /** The topic of accepted ad events. */
  CLEAN_AD_EVENTS(Kind.TOPIC, "accepted ad events"),
  /** The topic of a region's attributed orders. */
  ATTRIBUTED_ORDERS(Kind.TOPIC, "attributed orders of the region"),
  /** The topic of the attributed orders of all regions. */
  ALL_ATTRIBUTED_ORDERS(Kind.TOPIC, "attributed orders of all regions"),
  /** The topic of rejected records, with their payloads. */
  DEAD_LETTERS(Kind.TOPIC, "dead letters"),
  /** Pinot's table of attributed orders. */
  PINOT(Kind.STORE, "Pinot"),
  /** Pinot's segments with the rows that were replaced. */
  PINOT_SEGMENTS(Kind.STORE, "Pinot segments"),
  /** Hive's table of attributed orders. */
  HIVE(Kind.STORE, "Hive"),
  /** The files of Hive's table that queries do not read any longer. */
  HIVE_REPLACED(Kind.STORE, "replaced Hive files"),
  /** ClickHouse's table of attributed orders. */
  CLICKHOUSE(Kind.STORE, "ClickHouse"),
  /** The clicks among which the aggregation job finds repeats. */
  REPEAT_CLICKS(Kind.STATE, "aggregation: clicks per user and ad"),
  /** The clicks of a user and hour, up to the limit of the aggregation job. */
  CLICK_RATES(Kind.STATE, "aggregation: clicks per user and hour"),
  /** The touches that the attribution job holds. */
  TOUCHES(Kind.STATE, "attribution: touches"),
  /** The orders that the attribution job holds. */
  HELD_ORDERS(Kind.STATE, "attribution: orders"),
  /** The attributed orders that wait for their details. */
  WAITING_ORDERS(Kind.STATE, "attribution: orders that wait for details"),
  /** The rows that the union job collects for an insert. */
  UNION_BATCHES(Kind.STATE, "union: rows of the next batch"),
  /** Copies of the state. */
  CHECKPOINTS(Kind.STATE, "checkpoints and savepoints");

  /** What a place is. */
  public enum Kind {
    /** A Kafka topic. */
    TOPIC,
    /** A table of a store. */
    STORE,
    /** The state of a job. */
    STATE
  }

  private final Kind kind;
  private final String title;

  UserPlace(Kind kind, String title) {
    this.kind = kind;
    this.title = title;
  }

  /** Returns what the place is. */
  public Kind kind() {
    return kind;
  }

  /** Returns the name of the place in reports. */
  public String title() {
    return title;
  }
}
