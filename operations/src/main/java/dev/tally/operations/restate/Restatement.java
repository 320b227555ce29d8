package dev.tally.operations.restate;

import static com.google.common.base.Preconditions.checkArgument;

import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.MeasureSums;
import dev.tally.transforms.model.Revision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.joda.time.Instant;

/**
 * Compares the rows of a range with the rows that the new rules produce.
 *
 * <p>Only rows that differ are written, with a generation above that of all rows of the range. So
 * after a restatement the highest revisions of the range are exactly the rows of the new rules, and
 * rows without counts; and the same restatement again changes nothing.
 */
final class Restatement {
  private final List<RowChange> changes;
  private final int generation;
  private final long unchanged;

  private Restatement(List<RowChange> changes, int generation, long unchanged) {
    this.changes = changes;
    this.generation = generation;
    this.unchanged = unchanged;
  }

  /**
   * Compares rows.
   *
   * @param before the highest revision of each row of the range
   * @param after all rows of the range under the new rules; their revisions are not used
   * @throws IllegalArgumentException if a row of the range has the highest generation
   */
  static Restatement of(Collection<AdMetric> before, Collection<AdMetric> after) {
    Map<UUID, AdMetric> replaced = new HashMap<>();
    before.forEach(row -> replaced.put(row.getRecordUuid(), row));
    List<RowChange> changes = new ArrayList<>();
    long unchanged = 0;
    for (AdMetric row : after) {
      AdMetric old = replaced.remove(row.getRecordUuid());
      if (old == null) {
        changes.add(new RowChange(RowChange.Kind.NEW, row, MeasureSums.NONE, row.getSums()));
      } else if (old.getSums().equals(row.getSums())) {
        unchanged++;
      } else {
        changes.add(new RowChange(RowChange.Kind.CHANGED, old, old.getSums(), row.getSums()));
      }
    }
    for (AdMetric old : replaced.values()) {
      if (old.getSums().equals(MeasureSums.NONE)) {
        unchanged++;
      } else {
        changes.add(new RowChange(RowChange.Kind.ZEROED, old, old.getSums(), MeasureSums.NONE));
      }
    }
    changes.sort(
        Comparator.comparing((RowChange change) -> change.row().getMinute())
            .thenComparing(change -> change.row().getRecordUuid()));
    return new Restatement(changes, nextGeneration(before), unchanged);
  }

  private static int nextGeneration(Collection<AdMetric> rows) {
    int highest =
        rows.stream().mapToInt(row -> Revision.generationOf(row.getRevision())).max().orElse(0);
    checkArgument(
        highest < Revision.MAX_GENERATION,
        "A row of the range has generation %s, which is the highest one, so nothing can replace it:"
            + " compute the counts again into new topics and tables.",
        highest);
    return highest + 1;
  }

  List<RowChange> changes() {
    return changes;
  }

  /** Returns the generation of the records that replace rows. */
  int generation() {
    return generation;
  }

  /** Returns the number of rows with equal counts before and after. */
  long unchanged() {
    return unchanged;
  }

  /** Returns the records that replace rows, in the order of their minutes. */
  List<AdMetric> records(Instant time) {
    return changes.stream().map(change -> change.record(generation, time)).toList();
  }
}
