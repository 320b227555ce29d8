package dev.tally.operations.plan;

import java.util.List;

/**
 * The estimates for one system.
 *
 * @param id the name in JSON, for example {@code kafka}
 * @param title the heading in the text
 */
public record Section(String id, String title, List<Estimate> estimates) {
  /** Copies the list. */
  public Section {
    estimates = List.copyOf(estimates);
  }
}
