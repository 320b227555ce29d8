package dev.tally.transforms.attribute;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@code BucketAgenda} lists when the keys of a bucket need attention, so that two timers serve
 * all keys of the bucket. It is a view of the state of the bucket, valid during one call of a
 * {@code DoFn}; {@link #save} writes it.
 *
 * <p>Keys with due orders are in {@link SortedBlocks} by time, each at most once. Keys to sweep are
 * in pages of at most {@link #PAGE} keys of one time, to which keys are only appended: if the sweep
 * of a key is moved to an earlier time, the key stays in the page of the later time too, and its
 * head has the time that counts. So a call reads and writes few pages, however many keys there are.
 */
final class BucketAgenda {
  static final int PAGE = 128;
  private static final Duration MILLISECOND = Duration.millis(1);

  private final StateCell<Agenda> stored;
  private final StateMap<SweepPage, List<UserStore>> pages;
  private final SortedBlocks<DueKey> due;
  private final Map<Instant, List<UserStore>> added = new HashMap<>();
  private Directory<DueKey> dueDirectory;
  private SortedMap<Instant, Integer> sweeps;
  private @Nullable Instant dueTimer;
  private @Nullable Instant sweepTimer;
  private boolean ownsSweeps;
  private boolean changed;

  BucketAgenda(
      StateCell<Agenda> stored,
      StateMap<Integer, List<DueKey>> dueBlocks,
      StateMap<SweepPage, List<UserStore>> pages) {
    this.stored = stored;
    this.pages = pages;
    Agenda agenda = stored.read();
    Agenda before = agenda == null ? Agenda.EMPTY : agenda;
    this.dueDirectory = before.due();
    this.sweeps = before.sweeps();
    this.dueTimer = before.dueTimer();
    this.sweepTimer = before.sweepTimer();
    this.due = new SortedBlocks<>(DueKey.ORDER, new DueCell(), dueBlocks);
  }

  /**
   * Lists a key as due at a time.
   *
   * @param before the time at which the key is listed; null if it is not listed
   */
  void due(UserStore key, @Nullable Instant before, Instant time) {
    if (before != null) {
      due.remove(new DueKey(before, key));
    }
    due.add(new DueKey(time, key));
  }

  /** Lists a key to be swept at a time, in addition to the times at which it is listed already. */
  void sweep(UserStore key, Instant time) {
    added.computeIfAbsent(time, any -> new ArrayList<>()).add(key);
  }

  /** Removes and returns the keys that are due at a watermark. The timer for them has fired. */
  List<UserStore> takeDue(Instant watermark) {
    dueTimer = null;
    changed = true;
    List<UserStore> taken = new ArrayList<>();
    List<DueKey> left = new ArrayList<>();
    int count = due.lastIndex(listed -> !listed.time().isAfter(watermark)) + 1;
    for (int i = 0; i < count; i++) {
      for (DueKey listed : due.read(due.entries().get(i))) {
        if (listed.time().isAfter(watermark)) {
          left.add(listed);
        } else {
          taken.add(listed.key());
        }
      }
    }
    due.replaceFirst(count, left);
    return taken;
  }

  /**
   * Removes the keys to be swept at a watermark and passes them on, some of them repeatedly. The
   * timer for them has fired.
   */
  void takeSweeps(Instant watermark, Consumer<UserStore> keys) {
    SortedMap<Instant, Integer> passed = sweeps.headMap(watermark.plus(MILLISECOND));
    sweeps = new TreeMap<>(sweeps.tailMap(watermark.plus(MILLISECOND)));
    ownsSweeps = true;
    sweepTimer = null;
    changed = true;
    passed.forEach(
        (time, count) -> {
          for (int number = 0; number < count; number++) {
            SweepPage page = new SweepPage(time, number);
            List<UserStore> listed = page(page);
            pages.remove(page);
            listed.forEach(keys);
          }
        });
  }

  private List<UserStore> page(SweepPage page) {
    List<UserStore> keys = pages.get(page);
    if (keys == null) {
      throw new IllegalStateException("Page %s of the agenda has no keys".formatted(page));
    }
    return keys;
  }

  /** Writes what changed, and sets the timers if they must fire earlier than they are set for. */
  void save(BucketTimers timers) {
    added.forEach(this::append);
    Instant firstDue = due.entries().isEmpty() ? null : due.entries().get(0).first().time();
    if (firstDue != null && isEarlier(firstDue, dueTimer)) {
      dueTimer = firstDue;
      timers.emitDueAt(firstDue);
      changed = true;
    }
    Instant firstSweep = sweeps.isEmpty() ? null : sweeps.firstKey();
    if (firstSweep != null && isEarlier(firstSweep, sweepTimer)) {
      sweepTimer = firstSweep;
      timers.sweepAt(firstSweep);
      changed = true;
    }
    if (changed) {
      write(new Agenda(dueDirectory, sweeps, dueTimer, sweepTimer));
    }
  }

  private void write(Agenda agenda) {
    if (agenda.isEmpty()) {
      stored.clear();
    } else {
      stored.write(agenda);
    }
  }

  private static boolean isEarlier(Instant time, @Nullable Instant set) {
    return set == null || time.isBefore(set);
  }

  private void append(Instant time, List<UserStore> keys) {
    int before = sweeps.getOrDefault(time, 0);
    int number = Math.max(0, before - 1);
    List<UserStore> page =
        new ArrayList<>(before == 0 ? List.of() : page(new SweepPage(time, number)));
    for (UserStore key : keys) {
      if (page.size() == PAGE) {
        pages.put(new SweepPage(time, number++), page);
        page = new ArrayList<>();
      }
      page.add(key);
    }
    pages.put(new SweepPage(time, number), page);
    if (number + 1 != before) {
      ownSweeps().put(time, number + 1);
      changed = true;
    }
  }

  /** Returns the pages in a map that is not part of the stored state. */
  private SortedMap<Instant, Integer> ownSweeps() {
    if (!ownsSweeps) {
      sweeps = new TreeMap<>(sweeps);
      ownsSweeps = true;
    }
    return sweeps;
  }

  private final class DueCell implements StateCell<Directory<DueKey>> {
    @Override
    public Directory<DueKey> read() {
      return dueDirectory;
    }

    @Override
    public void write(Directory<DueKey> directory) {
      dueDirectory = directory;
      changed = true;
    }

    @Override
    public void clear() {
      write(Directory.empty());
    }
  }
}
