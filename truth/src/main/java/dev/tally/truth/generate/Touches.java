package dev.tally.truth.generate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Stores the accepted events of a plan and finds them by number or by user and store.
 *
 * <p>State: 29 bytes per event, twice that while it grows, and about 60 bytes per user and store.
 */
final class Touches {
  private static final int NONE = -1;

  private final Catalog catalog;
  private final Json json;
  private final Map<Long, Integer> latest = new HashMap<>();
  private final Set<Long> uncertain = new HashSet<>();
  private int size;
  private long[] times = new long[1 << 10];
  private long[] arrivals = new long[1 << 10];
  private int[] users = new int[1 << 10];
  private int[] ads = new int[1 << 10];
  private int[] before = new int[1 << 10];
  private boolean[] clicked = new boolean[1 << 10];

  Touches(Catalog catalog, Json json) {
    this.catalog = catalog;
    this.json = json;
  }

  /** Adds the next event when its first copy arrives; its number must be the current size. */
  void add(PlannedEvent event, long brokerTime) {
    if (size == times.length) {
      grow();
    }
    times[size] = event.eventTime();
    arrivals[size] = brokerTime;
    users[size] = event.user();
    ads[size] = event.ad();
    clicked[size] = event.clicked();
    Integer earlier = latest.put(place(size), size);
    before[size] = earlier == null ? NONE : earlier;
    size++;
  }

  /**
   * Marks the user of a conflicting copy and the user of its event as uncertain at the store,
   * because arrival order decides which of the two copies is counted.
   */
  void markUncertain(PlannedEvent copy) {
    uncertain.add(place((int) copy.number()));
    uncertain.add(place(copy.user(), store((int) copy.number())));
  }

  int size() {
    return size;
  }

  long time(int touch) {
    return times[touch];
  }

  /** Returns the broker time of the first copy. */
  long arrival(int touch) {
    return arrivals[touch];
  }

  int user(int touch) {
    return users[touch];
  }

  int ad(int touch) {
    return ads[touch];
  }

  int store(int touch) {
    return catalog.storeNumber(ads[touch]);
  }

  int campaign(int touch) {
    return catalog.campaignNumber(ads[touch]);
  }

  boolean isClick(int touch) {
    return clicked[touch];
  }

  String id(int touch) {
    return json.eventId(touch);
  }

  /** Returns the first 12 bits of the SHA-256 of the event id. */
  int fingerprint(int touch) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(id(touch).getBytes(StandardCharsets.UTF_8));
      return (hash[0] & 0xff) << 4 | (hash[1] & 0xff) >>> 4;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /** Returns all touches of a user at a store, in no particular order; none for a guest. */
  int[] of(int user, int store) {
    int[] found = new int[8];
    int count = 0;
    int touch = latest.getOrDefault(place(user, store), NONE);
    for (; touch != NONE; touch = before[touch]) {
      if (count == found.length) {
        found = Arrays.copyOf(found, 2 * count);
      }
      found[count++] = touch;
    }
    return Arrays.copyOf(found, count);
  }

  /**
   * Returns true if the credit of every order of the user at the store is independent of arrival
   * order: there is no conflicting copy, and no two touches have the same type, time and
   * fingerprint.
   */
  boolean areCertain(int user, int store) {
    if (uncertain.contains(place(user, store))) {
      return false;
    }
    Map<Long, Integer> first = new HashMap<>();
    Map<Long, Set<Integer>> fingerprints = new HashMap<>();
    for (int touch : of(user, store)) {
      long when = times[touch] << 1 | (clicked[touch] ? 1 : 0);
      Integer other = first.putIfAbsent(when, touch);
      if (other != null) {
        Set<Integer> taken =
            fingerprints.computeIfAbsent(when, w -> new HashSet<>(Set.of(fingerprint(other))));
        if (!taken.add(fingerprint(touch))) {
          return false;
        }
      }
    }
    return true;
  }

  private long place(int touch) {
    return place(users[touch], store(touch));
  }

  private static long place(int user, int store) {
    return (long) user << 32 | store;
  }

  private void grow() {
    int more = 2 * size;
    times = Arrays.copyOf(times, more);
    arrivals = Arrays.copyOf(arrivals, more);
    users = Arrays.copyOf(users, more);
    ads = Arrays.copyOf(ads, more);
    before = Arrays.copyOf(before, more);
    clicked = Arrays.copyOf(clicked, more);
  }
}
