package dev.tally.operations.redrive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts the selected letters by reason and outcome. */
public final class RedriveReport {
  private final Map<String, Row> rows = new TreeMap<>();
  private final List<String> unreadable = new ArrayList<>();
  private long read;
  private long sent;

  /**
   * The letters with one reason and one outcome.
   *
   * @param reason why they were rejected
   * @param detail explains the outcome
   * @param example the location of the first of them
   * @param payload the payload of the first of them; null for a null value
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Row(
      String reason,
      Outcome outcome,
      String detail,
      String example,
      byte @Nullable [] payload,
      long letters) {
    private Row plusOne() {
      return new Row(reason, outcome, detail, example, payload, letters + 1);
    }
  }

  long countRead() {
    return ++read;
  }

  void add(StoredLetter letter, Decision decision) {
    String key = letter.reason() + "\n" + decision.outcome() + "\n" + decision.detail();
    Row one =
        new Row(
            letter.reason(),
            decision.outcome(),
            decision.detail(),
            letter.location(),
            decision.payload().getPayload(),
            1);
    rows.merge(key, one, (before, first) -> before.plusOne());
    sent += decision.isSent() ? 1 : 0;
  }

  void unreadable(String position, String why) {
    unreadable.add("%s: %s".formatted(position, why));
  }

  /** Returns the positions of the records that are not dead letters, each with the cause. */
  public List<String> unreadable() {
    return List.copyOf(unreadable);
  }

  /** Returns the rows by reason. */
  public List<Row> rows() {
    return new ArrayList<>(rows.values());
  }

  /** Returns the number of dead letters that were read. */
  public long lettersRead() {
    return read;
  }

  /** Returns the number of letters that the filter selected. */
  public long lettersSelected() {
    return rows.values().stream().mapToLong(Row::letters).sum();
  }

  /** Returns the number of letters that were sent, or that a dry run would have sent. */
  public long lettersSent() {
    return sent;
  }

  /** Returns true if nothing remains to be done about any selected letter. */
  public boolean isSettled() {
    return rows.values().stream().allMatch(row -> row.outcome().isSettled());
  }
}
