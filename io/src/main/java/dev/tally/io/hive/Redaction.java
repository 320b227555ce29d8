package dev.tally.io.hive;

/**
 * Replaces a text in all rows of a table that meet a condition. All other columns of these rows
 * keep their values.
 *
 * @param column the column whose value is replaced; a top-level text column that is neither the
 *     key, the revision nor a partition column
 * @param replacement the new value, which must not meet the condition
 * @param timeColumn a top-level column with 64-bit integers that the condition needs
 * @param condition decides which rows are changed
 */
public record Redaction(String column, String replacement, String timeColumn, Condition condition) {

  /** Decides whether a row is changed. */
  @FunctionalInterface
  public interface Condition {
    /** Returns true if a row with this text and this integer is changed. */
    boolean matches(String text, long time);
  }
}
