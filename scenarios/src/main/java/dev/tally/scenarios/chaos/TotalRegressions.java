package dev.tally.scenarios.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Records the periods in which a total is lower than an earlier total. A period is excused if it
 * begins after a kill of the store and before the store has caught up with the highest total.
 */
final class TotalRegressions {
  private final LongSupplier nanos;
  private final List<Regression> over = new ArrayList<>();
  private Store store = Store.UP;
  private Open open = Open.NONE;
  private long highest;

  private enum Store {
    UP,
    KILLED,
    CATCHING_UP
  }

  /** The current regression, if there is one. */
  private record Open(boolean regressing, long since, boolean excused) {
    static final Open NONE = new Open(false, 0, false);
  }

  /**
   * A period in which the total was too low.
   *
   * @param excused true if the regression followed a kill and has ended
   */
  record Regression(long millis, boolean excused) {}

  /** Creates a recorder that measures durations with this clock, in nanoseconds. */
  TotalRegressions(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Adds a total that the store returned. */
  void add(long total) {
    if (total < highest) {
      open = open.regressing() ? open : opened();
      return;
    }
    close();
    highest = total;
    store = store == Store.CATCHING_UP ? Store.UP : store;
  }

  /**
   * Records that the store is being killed. It may still respond for a moment and then return lower
   * totals.
   */
  void killed() {
    boolean regressing = open.regressing();
    close();
    store = Store.KILLED;
    open = regressing ? opened() : Open.NONE;
  }

  /** Records that the store is running again. It may return lower totals until it has caught up. */
  void revived() {
    store = Store.CATCHING_UP;
  }

  boolean hasCaughtUp() {
    return store == Store.UP;
  }

  /**
   * Returns all regressions. A regression that has not ended has its length up to now and is not
   * excused.
   */
  List<Regression> all() {
    List<Regression> all = new ArrayList<>(over);
    if (open.regressing()) {
      all.add(new Regression(millis(), false));
    }
    return List.copyOf(all);
  }

  private Open opened() {
    return new Open(true, nanos.getAsLong(), store != Store.UP);
  }

  private void close() {
    if (open.regressing()) {
      over.add(new Regression(millis(), open.excused()));
      open = Open.NONE;
    }
  }

  private long millis() {
    return (nanos.getAsLong() - open.since()) / 1_000_000;
  }
}
