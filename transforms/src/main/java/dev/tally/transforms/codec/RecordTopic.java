package dev.tally.transforms.codec;

/**
 * A topic that Tally reads or writes, with its default name, the origin of its records, and the
 * maximum record size that it must accept.
 */
public enum RecordTopic {
  AD_EVENTS(DefaultNames.AD_EVENTS, Origin.RECEIVED, RecordLimits.RAW_TOPIC_BYTES),
  ORDERS(DefaultNames.ORDERS, Origin.RECEIVED, RecordLimits.RAW_TOPIC_BYTES),
  CAMPAIGNS(DefaultNames.CAMPAIGNS, Origin.REFERENCE, ofValue(RecordLimits.VALUE_BYTES)),
  CLEAN_AD_EVENTS(DefaultNames.CLEAN_AD_EVENTS, Origin.WRITTEN, ofValue(RecordLimits.VALUE_BYTES)),
  AD_METRICS(DefaultNames.AD_METRICS, Origin.WRITTEN, of(RecordType.AD_METRIC)),
  ATTRIBUTED_ORDERS(
      DefaultNames.ATTRIBUTED_ORDERS, Origin.WRITTEN, of(RecordType.ATTRIBUTED_ORDER)),
  ALL_AD_METRICS(DefaultNames.ALL_AD_METRICS, Origin.WRITTEN, of(RecordType.AD_METRIC)),
  ALL_ATTRIBUTED_ORDERS(
      DefaultNames.ALL_ATTRIBUTED_ORDERS, Origin.WRITTEN, of(RecordType.ATTRIBUTED_ORDER)),
  CAMPAIGN_SPEND(DefaultNames.CAMPAIGN_SPEND, Origin.WRITTEN, of(RecordType.CAMPAIGN_SPEND)),
  CAMPAIGN_REACH(DefaultNames.CAMPAIGN_REACH, Origin.WRITTEN, of(RecordType.CAMPAIGN_REACH)),
  DEAD_LETTERS(
      DefaultNames.DEAD_LETTERS,
      Origin.WRITTEN,
      RecordLimits.deadLetter(RecordLimits.RAW_TOPIC_BYTES));

  private final String defaultName;
  private final Origin origin;
  private final int maxRecordBytes;

  /** Where the records of a topic come from. */
  public enum Origin {
    /** Other systems send them once. */
    RECEIVED,
    /** Other systems send them once, and every run of a job reads all of them. */
    REFERENCE,
    /** A job of Tally writes them. */
    WRITTEN
  }

  RecordTopic(String defaultName, Origin origin, int maxRecordBytes) {
    this.defaultName = defaultName;
    this.origin = origin;
    this.maxRecordBytes = maxRecordBytes;
  }

  private static int ofValue(int bytes) {
    return RecordLimits.ofValue(bytes);
  }

  private static int of(RecordType type) {
    return RecordLimits.ofValue(type.maxValueBytes());
  }

  /** Returns the default name, e.g. {@link DefaultNames#AD_METRICS}. */
  public String defaultName() {
    return defaultName;
  }

  /** Returns where the records come from. */
  public Origin origin() {
    return origin;
  }

  /** Returns the size of the largest record that Tally reads from the topic or writes to it. */
  public int maxRecordBytes() {
    return maxRecordBytes;
  }
}
