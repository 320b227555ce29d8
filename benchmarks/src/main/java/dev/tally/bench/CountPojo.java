package dev.tally.bench;

/** The counts of one ad and minute as a Flink POJO: of one event or of all events so far. */
@SuppressWarnings("NullAway.Init") // Flink sets the fields.
public final class CountPojo {
  /** Region, campaign, ad, store and minute (epoch ms), separated by line feeds. */
  public String key;

  /** The start of the minute, epoch ms. */
  public long minute;

  public long impressions;
  public long clicks;
  public long spendMicros;

  /** The latest broker time of the events, epoch ms. */
  public long brokerTime;

  /**
   * When the counts are emitted next, in processing time, epoch ms; 0 if no event has been added
   * since the last emission.
   */
  public long emitAt;

  /** Returns the counts of one event. */
  static CountPojo of(EventPojo event) {
    CountPojo count = new CountPojo();
    count.minute = event.time - event.time % CountMinutesFunction.MINUTE;
    count.key = event.group + '\n' + count.minute;
    count.impressions = event.isClick() ? 0 : 1;
    count.clicks = event.isClick() ? 1 : 0;
    count.spendMicros = event.costMicros;
    count.brokerTime = event.brokerTime;
    return count;
  }

  void add(CountPojo other) {
    impressions += other.impressions;
    clicks += other.clicks;
    spendMicros += other.spendMicros;
    brokerTime = Math.max(brokerTime, other.brokerTime);
  }
}
