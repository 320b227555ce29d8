package dev.tally.transforms.model;

import java.io.Serializable;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Ids that clients send when they have none, for example {@code undefined}. They identify nothing:
 * two records that share one have nothing in common.
 *
 * <p>Ids are compared without regard to case and surrounding white space. Ids of zeros and hyphens
 * only, such as a cleared advertising id, are placeholders too.
 */
public final class PlaceholderIds implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The shortest run of zeros that is a device id and not a number. */
  private static final Pattern ALL_ZERO = Pattern.compile("[0-]*0[0-]{7,}|[0-]{8,}");

  private static final Set<String> STANDARD =
      Set.of(
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
    this.ids = Set.copyOf(ids);
  }

  /** The documented list: {@code undefined}, {@code null}, {@code none} and the like. */
  public static PlaceholderIds standard() {
    return new PlaceholderIds(STANDARD);
  }

  /** This list and more ids. */
  public PlaceholderIds with(Collection<String> more) {
    TreeSet<String> all = new TreeSet<>(ids);
    more.forEach(id -> all.add(normal(id)));
    return new PlaceholderIds(all);
  }

  /** True if the id identifies nothing. */
  public boolean contains(String id) {
    String normal = normal(id);
    return ids.contains(normal) || ALL_ZERO.matcher(normal).matches();
  }

  private static String normal(String id) {
    return id.strip().toLowerCase(Locale.ROOT);
  }
}
