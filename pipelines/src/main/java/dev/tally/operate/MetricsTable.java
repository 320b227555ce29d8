package dev.tally.operate;

import dev.tally.verify.Differences;
import dev.tally.verify.Truth;
import java.io.IOException;

/**
 * The counts of ads by minute as they stand in Pinot, read whole.
 *
 * <p>Errors: an {@link IOException} if Pinot does not answer, or not whole.
 */
public final class MetricsTable {
  /** Its usual name. */
  public static final String NAME = "ad_metrics";

  private final PinotStoredTable table;

  private MetricsTable(PinotStoredTable table) {
    this.table = table;
  }

  /**
   * The table behind a broker.
   *
   * @param broker {@code host:port}
   * @param name e.g. {@link #NAME}
   */
  public static MetricsTable at(String broker, String name) {
    return new MetricsTable(new PinotStoredTable(broker, name, "minute"));
  }

  /** How many rows it has. */
  public long rows() throws IOException {
    return table.count();
  }

  /** Compares all its rows with the truth. */
  public Differences compare(Truth truth) throws IOException {
    return StoredRecords.compare(table, truth);
  }
}
