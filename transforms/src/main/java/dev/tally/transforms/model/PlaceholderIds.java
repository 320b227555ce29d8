package dev.tally.transforms.model;

import java.io.Serializable;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Ids that clients send when they have none, for example {@code undefined}. They identify nothing:
 * two records that share one have nothing in common.
 *
 * <p>Ids are compared without regard to case and surrounding white space; an id of white space
 * alone is a placeholder. So is an id of zeros and hyphens that has at least eight characters, such
 * as the cleared advertising id {@code 00000000-0000-0000-0000-000000000000}. A shorter one, such
 * as {@code 0}, may be a number that a client counts up from, and is an id. A macro that the client
 * did not replace is a placeholder, too: an id between {@code {{ and }}}, {@code ${ and }} or
 * {@code %%}.
 */
public final class PlaceholderIds implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The shortest id of zeros and hyphens that is a cleared device id and no number. */
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

  /** The documented list: {@code undefined}, {@code null}, {@code none} and the like. */
  public static PlaceholderIds standard() {
    return new PlaceholderIds(new TreeSet<>(STANDARD));
  }

  /** This list and more ids. */
  public PlaceholderIds with(Collection<String> more) {
    Set<String> all = new TreeSet<>(ids);
    more.forEach(id -> all.add(normal(id)));
    return new PlaceholderIds(all);
  }

  /** True if the id identifies nothing. */
  public boolean contains(String id) {
    String normal = normal(id);
    return ids.contains(normal) || isCleared(normal) || isMacro(normal);
  }

  private static boolean isCleared(String id) {
    return id.length() >= SHORTEST_CLEARED_ID && id.chars().allMatch(c -> c == '0' || c == '-');
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
