package dev.tally.bench;

/** An accepted ad event as a Flink POJO. */
@SuppressWarnings("NullAway.Init") // The decoder and Flink set the fields.
public final class EventPojo {
  /**
   * The letter {@code c} (click) or {@code i} (impression), followed by the event id; empty for a
   * heartbeat.
   */
  public String id;

  /** Region, campaign, ad and store, separated by line feeds, which no id contains. */
  public String group;

  /** The user; empty if accepted events are not written. */
  public String user;

  /** Event time, epoch ms. */
  public long time;

  public long costMicros;

  /** Epoch ms. */
  public long brokerTime;

  boolean isClick() {
    return id.charAt(0) == 'c';
  }

  boolean isHeartbeat() {
    return id.isEmpty();
  }
}
