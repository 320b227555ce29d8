package dev.tally.operations;

/** The counters of records whose user id is a placeholder, e.g. {@code undefined}. */
public enum PlaceholderCounter {
  /** Records that a job has read. */
  RECORDS("records_of_placeholder_users"),
  /** Touches that the attribution job does not consider. */
  TOUCHES("touches_of_placeholder_users"),
  /** Orders that the attribution job credits to no touch. */
  ORDERS("orders_of_placeholder_users");

  private final String counter;

  PlaceholderCounter(String counter) {
    this.counter = counter;
  }

  /** Returns the name of the counter in the job's metrics. */
  public String counter() {
    return counter;
  }
}
