package dev.tally.operations.plan;

import java.util.List;
import java.util.stream.Stream;

/**
 * The estimates for one system, or the inputs.
 *
 * @param id the name in JSON, for example {@code kafka}
 * @param title the heading in the text
 */
public record Section(String id, String title, List<Estimate> estimates) {
  /** Copies the list. */
  public Section {
    estimates = List.copyOf(estimates);
  }

  /** Returns a section with the estimates of several lists. */
  static Section of(String id, String title, Stream<List<Estimate>> groups) {
    return new Section(id, title, groups.flatMap(List::stream).toList());
  }
}
