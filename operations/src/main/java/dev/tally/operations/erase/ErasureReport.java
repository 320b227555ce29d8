package dev.tally.operations.erase;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run of the command found and changed. It contains no user ids.
 *
 * @param requests the requests that were processed
 * @param findings one per place, in the order of {@link UserPlace}
 */
public record ErasureReport(List<ErasureRequest> requests, List<Finding> findings) {
  /** The report of a run that had no request to process. */
  static final ErasureReport EMPTY = new ErasureReport(List.of(), List.of());

  /** The state of the users' data in a place. */
  public enum Outcome {
    /** No data of the users is there. */
    NONE("none"),
    /** The data was erased. */
    ERASED("erased"),
    /** A dry run found data that would be erased. */
    WOULD_BE_ERASED("would be erased"),
    /** The data will be deleted at a known time. */
    EXPIRES("expires"),
    /** The data remains until the operator deletes it. */
    REMAINS("REMAINS"),
    /** The place was not checked. */
    NOT_CHECKED("not checked");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }

    /** Returns the outcome as text for users. */
    public String text() {
      return text;
    }
  }

  /**
   * The state of the users' data in one place.
   *
   * @param name the name of the topic or table; empty for state
   * @param rows the number of records or rows that were found or changed
   * @param expires when the data is deleted at the latest; null if it is not deleted by itself
   * @param detail explains the outcome, or says what to do
   */
  public record Finding(
      UserPlace place,
      String name,
      Outcome outcome,
      long rows,
      @Nullable Instant expires,
      String detail) {}

  /** Returns true if all data was erased or expires by itself. */
  public boolean isSettled() {
    return findings.stream().noneMatch(finding -> finding.outcome() == Outcome.REMAINS);
  }

  /** Returns when the last data expires; empty if none does. */
  public Optional<Instant> lastExpiry() {
    return findings.stream()
        .map(Finding::expires)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .max(Comparator.naturalOrder());
  }
}
