package dev.tally.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The times in which a total was below one that was seen before. One that begins between a kill and
 * the first total that has caught up with it is excused.
 */
final class Dips {
  private final LongSupplier nanos;
  private final List<Dip> over = new ArrayList<>();
  private Store store = Store.UP;
  private Open open = Open.NONE;
  private long highest;

  private enum Store {
    UP,
    KILLED,
    CATCHING_UP
  }

  /** A dip that is not over. */
  private record Open(boolean dips, long since, boolean excused) {
    static final Open NONE = new Open(false, 0, false);
  }

  /**
   * A dip.
   *
   * @param excused true if it followed a kill, and ended
   */
  record Dip(long millis, boolean excused) {}

  /** Dips by a clock of nanoseconds. */
  Dips(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Takes what was answered. */
  void take(long total) {
    if (total < highest) {
      open = open.dips() ? open : opened();
      return;
    }
    close();
    highest = total;
    store = store == Store.CATCHING_UP ? Store.UP : store;
  }

  /** The store is killed now: it may go on to answer for a moment, and will then say less. */
  void killed() {
    boolean dips = open.dips();
    close();
    store = Store.KILLED;
    open = dips ? opened() : Open.NONE;
  }

  /** The store runs again: it may say less until it has caught up. */
  void revived() {
    store = Store.CATCHING_UP;
  }

  boolean hasCaughtUp() {
    return store == Store.UP;
  }

  /** All of them; one that is not over is as long as it is by now, and not excused. */
  List<Dip> all() {
    List<Dip> all = new ArrayList<>(over);
    if (open.dips()) {
      all.add(new Dip(millis(), false));
    }
    return List.copyOf(all);
  }

  private Open opened() {
    return new Open(true, nanos.getAsLong(), store != Store.UP);
  }

  private void close() {
    if (open.dips()) {
      over.add(new Dip(millis(), open.excused()));
      open = Open.NONE;
    }
  }

  private long millis() {
    return (nanos.getAsLong() - open.since()) / 1_000_000;
  }
}
