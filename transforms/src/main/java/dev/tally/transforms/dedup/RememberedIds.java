package dev.tally.transforms.dedup;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code RememberedIds} are the events that one bucket remembers: pages in its state, and their
 * index. Changes are visible at once and stored by {@link #save}.
 */
final class RememberedIds {
  /** A page with fewer rows gets the next ones of its slice, which rewrites the page. */
  private static final int MAX_ROWS = 64;

  private final BucketState state;
  private final IdIndex index;
  private final int sliceMinutes;
  private final Map<Integer, IdPage> changed = new HashMap<>();

  RememberedIds(BucketState state, IdIndex index, int sliceMinutes) {
    this.state = state;
    this.index = index;
    this.sliceMinutes = sliceMinutes;
  }

  /** Returns what is remembered of an event; null if nothing is remembered. */
  @Nullable SeenEvent find(EventFingerprint id) {
    return index.find(id, this::page);
  }

  /** Remembers an event that is not remembered yet. */
  void add(EventFingerprint id, SeenEvent seen) {
    int slice = Math.floorDiv(seen.minute(), sliceMinutes);
    int open = index.openPage(slice, MAX_ROWS);
    int number = open < 0 ? index.newPage() : open;
    IdPage page =
        changed.computeIfAbsent(number, any -> open < 0 ? IdPage.empty() : stored(number));
    page.add(id, seen);
    index.add(id, number, slice, page);
  }

  /**
   * Forgets the pages whose latest minute matches.
   *
   * @return the number of events forgotten
   */
  int forget(IntPredicate lastMinute) {
    Map<Integer, Integer> removed = index.remove(lastMinute);
    removed.keySet().forEach(state::removePage);
    changed.keySet().removeAll(removed.keySet());
    return removed.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Stores the changed pages. */
  void save() {
    changed.forEach((number, page) -> state.setPage(number, page.toBytes()));
    changed.clear();
  }

  /** Identifies the current content; see {@link IdIndex}. */
  long digest() {
    return index.digest();
  }

  private IdPage page(int number) {
    IdPage page = changed.get(number);
    return page == null ? stored(number) : page;
  }

  private IdPage stored(int number) {
    byte[] page = state.page(number);
    if (page == null) {
      throw new IllegalStateException("The state has no page %d of the index".formatted(number));
    }
    return IdPage.of(page);
  }
}
