package dev.tally.transforms.model;

import java.io.Serializable;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A {@code PlaceholderIds} is a set of ids that clients send when they have no id, for example
 * {@code undefined}. Such an id identifies nothing: two records with the same placeholder have
 * nothing in common.
 *
 * <p>Ids are compared ignoring case and surrounding white space; a blank id is a placeholder. An id
 * that consists of zeros and hyphens and has at least eight characters is also a placeholder, such
 * as the cleared advertising id {@code 00000000-0000-0000-0000-000000000000}. A shorter one, such
 * as {@code 0}, is a valid id, because a client may number its records starting at 0. A macro that
 * the client did not replace is a placeholder, too: an id between {@code {{ and }}}, {@code ${ and
 * }} or {@code %%}.
 */
public final class PlaceholderIds implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * The minimum length of an id of zeros and hyphens that is a cleared device id rather than a
   * number.
   */
  private static final int SHORTEST_CLEARED_ID = 8;

  private static final Set<String> STANDARD =
      Set.of(
          "",
          "undefined",
          "null",
          "nil",
          "none",
          "nan",
          "n/a",
          "unknown",
          "anonymous",
          "anonymousid",
          "(not set)",
          "not set",
          "[object object]");

  private final Set<String> ids;

  private PlaceholderIds(Set<String> ids) {
    this.ids = ids;
  }

  /** Returns the documented list: {@code undefined}, {@code null}, {@code none} and similar ids. */
  public static PlaceholderIds standard() {
    return new PlaceholderIds(new TreeSet<>(STANDARD));
  }

  /** Returns a set of these placeholders and the given ones. */
  public PlaceholderIds with(Collection<String> more) {
    Set<String> all = new TreeSet<>(ids);
    more.forEach(id -> all.add(normal(id)));
    return new PlaceholderIds(all);
  }

  /** Returns true if the id is a placeholder and identifies nothing. */
  public boolean contains(String id) {
    String normal = normal(id);
    return ids.contains(normal) || isCleared(normal) || isMacro(normal);
  }

  private static boolean isCleared(String id) {
    if (id.length() < SHORTEST_CLEARED_ID) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) != '0' && id.charAt(i) != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isMacro(String id) {
    return isBetween("{{", "}}", id) || isBetween("${", "}", id) || isBetween("%%", "%%", id);
  }

  private static boolean isBetween(String start, String end, String id) {
    return id.length() >= start.length() + end.length() && id.startsWith(start) && id.endsWith(end);
  }

  private static String normal(String id) {
    return id.strip().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlaceholderIds that && ids.equals(that.ids);
  }

  @Override
  public int hashCode() {
    return ids.hashCode();
  }
}
