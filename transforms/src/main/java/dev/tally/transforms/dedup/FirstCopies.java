package dev.tally.transforms.dedup;

import static com.google.common.base.Preconditions.checkArgument;

import dev.tally.transforms.model.AdEvent;
import java.util.Optional;

/**
 * Finds the first copy of each event in memory and forgets nothing, for events that are all read at
 * once. {@link DropDuplicates} makes the same decisions in a job.
 *
 * <p>To bound the memory, the events can be divided into shares by their fingerprint. All copies of
 * an event are in the same share, so the first copies of all shares together are the first copies
 * of all events.
 *
 * <p>Limits: {@link #MAX_BYTES_PER_EVENT}.
 */
public final class FirstCopies {
  /** The memory per event: 40 to 80 bytes, and the sum of both while the table grows. */
  public static final int MAX_BYTES_PER_EVENT = 120;

  private static final int FIRST_CAPACITY = 1 << 10;

  private final int share;
  private final int shares;
  private long[] highs = new long[FIRST_CAPACITY];
  private long[] lows = new long[FIRST_CAPACITY];
  private int[] checksums = new int[FIRST_CAPACITY];
  private int size;

  private FirstCopies(int share, int shares) {
    this.share = share;
    this.shares = shares;
  }

  /** Returns an empty table of all events. */
  public static FirstCopies ofAll() {
    return ofShare(0, 1);
  }

  /**
   * Returns an empty table of one share of the events.
   *
   * @param share from 0 to {@code shares} - 1
   */
  public static FirstCopies ofShare(int share, int shares) {
    checkArgument(share >= 0 && share < shares, "share %s of %s does not exist", share, shares);
    return new FirstCopies(share, shares);
  }

  /** Adds an event. Returns empty, and adds nothing, if the event belongs to another share. */
  public Optional<Occurrence> add(AdEvent event) {
    EventFingerprint id = EventFingerprint.of(event);
    if (id.bucket(shares) != share) {
      return Optional.empty();
    }
    int checksum = SeenEvent.checksum(event);
    int slot = slot(id.high(), id.low());
    if (!isEmpty(slot)) {
      return Optional.of(checksums[slot] == checksum ? Occurrence.SAME : Occurrence.CONFLICTING);
    }
    put(slot, id.high(), id.low(), checksum);
    size++;
    if (size > highs.length / 2) {
      grow();
    }
    return Optional.of(Occurrence.FIRST);
  }

  private boolean isEmpty(int slot) {
    return highs[slot] == 0 && lows[slot] == 0;
  }

  private void put(int slot, long high, long low, int checksum) {
    highs[slot] = high;
    lows[slot] = low;
    checksums[slot] = checksum;
  }

  /** Returns the slot of a fingerprint: the one that contains it, or the one for it. */
  private int slot(long high, long low) {
    int slot = (int) (high ^ high >>> Integer.SIZE) & highs.length - 1;
    while (!isEmpty(slot) && (highs[slot] != high || lows[slot] != low)) {
      slot = slot + 1 & highs.length - 1;
    }
    return slot;
  }

  private void grow() {
    checkArgument(size < 1 << 29, "a share has more than %s events: use more shares", 1 << 29);
    long[] oldHighs = highs;
    long[] oldLows = lows;
    int[] oldChecksums = checksums;
    int capacity = 2 * highs.length;
    highs = new long[capacity];
    lows = new long[capacity];
    checksums = new int[capacity];
    for (int i = 0; i < oldHighs.length; i++) {
      if (oldHighs[i] != 0 || oldLows[i] != 0) {
        put(slot(oldHighs[i], oldLows[i]), oldHighs[i], oldLows[i], oldChecksums[i]);
      }
    }
  }
}
