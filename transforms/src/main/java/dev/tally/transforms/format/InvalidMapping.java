package dev.tally.transforms.format;

import java.util.List;

/**
 * The file of a mapping is invalid. The message has one line per problem, for example {@code
 * segment.yaml:17: unknown key "form": use from, join, const, …}.
 */
public final class InvalidMapping extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidMapping(List<String> problems) {
    super(String.join("\n", problems));
  }
}
