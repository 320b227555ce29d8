package dev.tally.transforms.model;

import java.util.Locale;

/**
 * A {@code MetricMeasure} is one of the quantities that an ad metric contains, e.g. its clicks;
 * each is a sum over events. The JSON fields, the columns of the stores, the coders and the size
 * limit of ad metrics are derived from these constants.
 *
 * <p>Coders write the measures by position, so a new measure gets the next one. Records and states
 * of earlier builds do not contain it; in a state that is restored, it begins at 0.
 */
public enum MetricMeasure {
  /** The number of impressions. */
  IMPRESSIONS(0, InRevision.ADDED),

  /** The number of clicks, repeat clicks included. */
  CLICKS(1, InRevision.ADDED),

  /**
   * How many of the clicks are known to be repeat clicks so far; 0 unless a double-click window is
   * set. A click becomes a repeat after it was counted, so the event itself adds nothing.
   */
  REPEAT_CLICKS(2, InRevision.ADDED),

  /**
   * The total cost of the events, repeat clicks included, in millionths of the currency unit. It
   * changes only together with impressions or clicks.
   */
  SPEND_MICROS(3, InRevision.LEFT_OUT),

  /** How many of the impressions are invalid traffic. */
  INVALID_IMPRESSIONS(4, InRevision.ADDED),

  /**
   * How many of the clicks are known to be invalid traffic so far, each counted once, whatever the
   * number of reasons: repeat clicks, clicks that are invalid by themselves, and clicks of users
   * with too many clicks in an hour. A click can become invalid after it was counted.
   */
  INVALID_CLICKS(5, InRevision.ADDED);

  /** The last measure that the records of every build contain. */
  private static final MetricMeasure LAST_REQUIRED = SPEND_MICROS;

  private final int position;
  private final InRevision inRevision;
  private final String column;

  /** Whether the revision of an ad metric includes a measure. */
  private enum InRevision {
    /** The revision grows with the measure. */
    ADDED,
    /** The measure never changes alone, so the revision can leave it out. */
    LEFT_OUT
  }

  MetricMeasure(int position, InRevision inRevision) {
    this.position = position;
    this.inRevision = inRevision;
    this.column = name().toLowerCase(Locale.ROOT);
  }

  /** Returns the name of the JSON field and of the column, e.g. {@code spend_micros}. */
  public String column() {
    return column;
  }

  /** Returns what an event adds to the measure. */
  public long of(AdEvent event) {
    return switch (this) {
      case IMPRESSIONS -> event.getEventType() == EventType.IMPRESSION ? 1 : 0;
      case CLICKS -> event.getEventType() == EventType.CLICK ? 1 : 0;
      case REPEAT_CLICKS -> 0;
      case SPEND_MICROS -> event.getCostMicros();
      case INVALID_IMPRESSIONS -> event.isInvalid() ? IMPRESSIONS.of(event) : 0;
      case INVALID_CLICKS -> event.isInvalid() ? CLICKS.of(event) : 0;
    };
  }

  /** Returns true if every record has the measure, including those of earlier builds. */
  public boolean isRequired() {
    return compareTo(LAST_REQUIRED) <= 0;
  }

  /** Returns the position in {@link #values} and in the layout of the coders. */
  int position() {
    return position;
  }

  boolean isInRevision() {
    return inRevision == InRevision.ADDED;
  }
}
