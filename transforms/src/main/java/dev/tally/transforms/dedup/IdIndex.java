package dev.tally.transforms.dedup;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An {@code IdIndex} finds the page of an event in one bucket, in memory. It is derived from the
 * pages in the bucket's state, and is kept between calls to spare reading them.
 *
 * <p>Each event occupies a slot of 8 bytes in a hash table that is at most two thirds full: 32 bits
 * of its fingerprint and the number of its page. So an event that is not remembered is nearly
 * always recognized as new without reading a page.
 *
 * <p>The {@link #digest} identifies the content of the pages. It is stored in the bucket's state
 * with each change, so an index whose digest differs from the stored one is out of date: the runner
 * has processed the bucket elsewhere, or has undone a change.
 */
final class IdIndex {
  private static final long EMPTY = 0;
  private static final int SMALLEST = 16;

  /** What the index knows of a page. It is modified in place, because each new event changes it. */
  private static final class PageEntry {
    private final int number;
    private int rows;
    private int lastMinute;

    PageEntry(int number) {
      this.number = number;
    }

    void set(IdPage page) {
      rows = page.rows();
      lastMinute = page.lastMinute();
    }
  }

  private final Map<Integer, PageEntry> pages = new HashMap<>();

  /** The page with the highest number of each slice: the only one that gets further rows. */
  private final Map<Integer, PageEntry> newest = new HashMap<>();

  private long[] slots = new long[SMALLEST];
  private int used;
  private int nextPage;
  private long digest;

  /** Creates the index of a bucket without pages. */
  IdIndex() {}

  /** Returns the index of a bucket with these pages, and the digest that is stored with them. */
  static IdIndex of(Iterable<Map.Entry<Integer, byte[]>> pages, long digest, int sliceMinutes) {
    IdIndex index = new IdIndex();
    for (Map.Entry<Integer, byte[]> stored : pages) {
      int number = stored.getKey();
      IdPage page = IdPage.of(stored.getValue());
      page.forEachTag(tag -> index.put(slot(tag, number)));
      index.describe(number, Math.floorDiv(page.firstMinute(), sliceMinutes), page);
    }
    index.digest = digest;
    return index;
  }

  long digest() {
    return digest;
  }

  /** Returns what is remembered of an event; null if nothing is remembered. */
  @Nullable SeenEvent find(EventFingerprint id, IntFunction<IdPage> pages) {
    int tag = id.tag();
    for (int at = start(tag); slots[at] != EMPTY; at = next(at)) {
      if (tagOf(slots[at]) == tag) {
        SeenEvent seen = pages.apply(pageOf(slots[at])).find(id);
        if (seen != null) {
          return seen;
        }
      }
    }
    return null;
  }

  /** Returns the number of the page of a slice that still has room; -1 if there is none. */
  int openPage(int slice, int maxRows) {
    PageEntry page = newest.get(slice);
    return page != null && page.rows < maxRows ? page.number : -1;
  }

  /** Returns a page number that is not in use. */
  int newPage() {
    return nextPage;
  }

  /** Adds an event that was added to a page. */
  void add(EventFingerprint id, int number, int slice, IdPage page) {
    put(slot(id.tag(), number));
    describe(number, slice, page);
    digest = mix(digest ^ id.high());
  }

  /**
   * Removes the pages whose latest minute matches.
   *
   * @return the number of rows of each removed page, by page number
   */
  Map<Integer, Integer> remove(IntPredicate lastMinute) {
    Map<Integer, Integer> removed =
        pages.entrySet().stream()
            .filter(page -> lastMinute.test(page.getValue().lastMinute))
            .collect(Collectors.toMap(Map.Entry::getKey, page -> page.getValue().rows));
    if (!removed.isEmpty()) {
      pages.keySet().removeAll(removed.keySet());
      newest.values().removeIf(page -> removed.containsKey(page.number));
      rebuildWithout(removed.keySet());
      digest = mix(~digest);
    }
    return removed;
  }

  private void describe(int number, int slice, IdPage page) {
    PageEntry known = newest.get(slice);
    (known != null && known.number == number ? known : newEntry(number, slice)).set(page);
  }

  private PageEntry newEntry(int number, int slice) {
    PageEntry entry = new PageEntry(number);
    pages.put(number, entry);
    newest.merge(slice, entry, (one, other) -> one.number > other.number ? one : other);
    nextPage = Math.max(nextPage, number + 1);
    return entry;
  }

  private void rebuildWithout(Set<Integer> removed) {
    long[] before = slots;
    slots = new long[SMALLEST];
    used = 0;
    for (long slot : before) {
      if (slot != EMPTY && !removed.contains(pageOf(slot))) {
        put(slot);
      }
    }
  }

  private void put(long slot) {
    int at = start(tagOf(slot));
    while (slots[at] != EMPTY) {
      at = next(at);
    }
    slots[at] = slot;
    used++;
    if (used > slots.length / 3 * 2) {
      grow();
    }
  }

  private void grow() {
    long[] before = slots;
    slots = new long[2 * before.length];
    used = 0;
    for (long slot : before) {
      if (slot != EMPTY) {
        put(slot);
      }
    }
  }

  private static long slot(int tag, int page) {
    return (long) tag << Integer.SIZE | page + 1;
  }

  private static int tagOf(long slot) {
    return (int) (slot >>> Integer.SIZE);
  }

  private static int pageOf(long slot) {
    return (int) slot - 1;
  }

  private int start(int tag) {
    return tag & slots.length - 1;
  }

  private int next(int at) {
    return at + 1 & slots.length - 1;
  }

  /** Mixes the bits of a number; from MurmurHash3, like the fingerprints. */
  private static long mix(long number) {
    long mixed = (number ^ number >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
