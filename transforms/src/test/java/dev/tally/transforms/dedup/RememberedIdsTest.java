package dev.tally.transforms.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Compares the packed pages and their index with a plain map. */
class RememberedIdsTest {
  private static final int SLICE = 45;
  private static final long EMPTY = 0;

  private final StoredBucket state = new StoredBucket();

  @Property(tries = 300)
  void containsWhatAMapContains_alsoAfterItIsReadAgain(@ForAll long seed) {
    Random random = new Random(seed);
    StoredBucket stored = new StoredBucket();
    Map<EventFingerprint, SeenEvent> expected = new HashMap<>();
    IdIndex index = new IdIndex();
    int from = random.nextInt();
    for (int step = 0; step < 200; step++) {
      RememberedIds ids = new RememberedIds(stored, index, SLICE);
      for (int i = random.nextInt(20); i > 0; i--) {
        EventFingerprint id = id(random);
        SeenEvent seen = seen(random, from + random.nextInt(300));
        if (ids.find(id) == null) {
          ids.add(id, seen);
          expected.put(id, seen);
        }
        assertThat(ids.find(id)).isEqualTo(expected.get(id));
      }
      if (random.nextInt(20) == 0) {
        forget(ids, from + random.nextInt(300), expected);
      }
      ids.save();
      if (random.nextInt(10) == 0) {
        index = IdIndex.of(stored.pages(), ids.digest(), SLICE);
      }
    }
    assertContains(new RememberedIds(stored, index, SLICE), expected);
  }

  /** Forgets only rows whose minute is at or before {@code last}, and all rows of old slices. */
  private static void forget(
      RememberedIds ids, int last, Map<EventFingerprint, SeenEvent> expected) {
    int forgotten = ids.forget(minute -> minute - last <= 0);
    int before = expected.size();
    expected
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = ids.find(entry.getKey()) == null;
              int minute = entry.getValue().minute();
              assertThat(gone && minute - last > 0).as("forgotten too early").isFalse();
              boolean wholeSlice = Math.floorDiv(minute, SLICE) < Math.floorDiv(last, SLICE);
              assertThat(!gone && wholeSlice).as("kept too long").isFalse();
              return gone;
            });
    assertThat(forgotten).isEqualTo(before - expected.size());
  }

  /** Few different fingerprints, many of which have the same tag. */
  private static EventFingerprint id(Random random) {
    long high = (long) random.nextInt(50) << Integer.SIZE | random.nextInt(3);
    return new EventFingerprint(high, (long) random.nextInt(3) << Integer.SIZE);
  }

  private static SeenEvent seen(Random random, int minute) {
    long copy = random.nextBoolean() ? random.nextLong() : random.nextInt(1_000_000);
    return new SeenEvent(minute, random.nextInt(), copy);
  }

  private static void assertContains(RememberedIds ids, Map<EventFingerprint, SeenEvent> expected) {
    for (long tag = 0; tag < 50; tag++) {
      for (long rest = 0; rest < 3; rest++) {
        for (long low = 0; low < 3; low++) {
          EventFingerprint id =
              new EventFingerprint(tag << Integer.SIZE | rest, low << Integer.SIZE);
          assertThat(ids.find(id)).isEqualTo(expected.get(id));
        }
      }
    }
  }

  @Test
  void findsManyIds_andReadsNoPageForANewOne() {
    IdIndex index = new IdIndex();
    RememberedIds ids = new RememberedIds(state, index, SLICE);
    Random random = new Random();
    List<EventFingerprint> added = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      EventFingerprint id = new EventFingerprint(random.nextLong(), random.nextLong());
      ids.add(id, new SeenEvent(i / 1000, i, i));
      added.add(id);
    }
    ids.save();
    state.pageReads = 0;
    for (int i = 0; i < added.size(); i += 97) {
      assertThat(ids.find(added.get(i))).isEqualTo(new SeenEvent(i / 1000, i, i));
    }
    int hits = state.pageReads;
    for (int i = 0; i < 1000; i++) {
      assertThat(ids.find(new EventFingerprint(random.nextLong(), 0))).isNull();
    }
    assertThat(state.pageReads - hits).as("reads for new ids").isLessThan(5);
  }

  @Test
  void usesAtMost25BytesForAnId() {
    RememberedIds ids = new RememberedIds(state, new IdIndex(), SLICE);
    Random random = new Random();
    for (int i = 0; i < 10_000; i++) {
      long copy = (long) random.nextInt(16) << FirstCopy.OFFSET_BITS | 3_000_000_000L + i * 500L;
      ids.add(
          new EventFingerprint(random.nextLong(), random.nextLong()),
          new SeenEvent(29_539_440 + i / 500, random.nextInt(), copy));
    }
    ids.save();
    long bytes = state.pages.values().stream().mapToLong(page -> page.length).sum();
    assertThat(bytes / 10_000.0).isBetween(20.0, 25.0);
  }

  @Test
  void readsThePagesAgain_whenAnotherInstanceHasChangedThem() {
    IdIndexes one = new IdIndexes();
    IdIndexes other = new IdIndexes();
    EventFingerprint a = new EventFingerprint(1, 1);
    EventFingerprint b = new EventFingerprint(2, 2);
    long first = add(one.of(0, state, EMPTY, SLICE), a);
    long second = add(other.of(0, state, first, SLICE), b);
    RememberedIds ids = new RememberedIds(state, one.of(0, state, second, SLICE), SLICE);
    assertThat(ids.find(a)).isNotNull();
    assertThat(ids.find(b)).isNotNull();
  }

  @Test
  void readsThePagesAgain_whenTheRunnerHasUndoneAChange() {
    IdIndexes instance = new IdIndexes();
    EventFingerprint a = new EventFingerprint(1, 1);
    EventFingerprint undone = new EventFingerprint(2, 2);
    long first = add(instance.of(0, state, EMPTY, SLICE), a);
    Map<Integer, byte[]> before = new HashMap<>(state.pages);
    add(instance.of(0, state, first, SLICE), undone);
    state.pages.clear();
    state.pages.putAll(before);
    RememberedIds ids = new RememberedIds(state, instance.of(0, state, first, SLICE), SLICE);
    assertThat(ids.find(a)).isNotNull();
    assertThat(ids.find(undone)).isNull();
  }

  private long add(IdIndex index, EventFingerprint id) {
    RememberedIds ids = new RememberedIds(state, index, SLICE);
    ids.add(id, new SeenEvent(1, 2, 3));
    ids.save();
    return ids.digest();
  }

  @Test
  void keepsTheLayoutOfAPage_becauseSavepointsContainIt() {
    IdPage page = IdPage.empty();
    page.add(new EventFingerprint(1, -2), new SeenEvent(29_000_000, -3, 4));
    page.add(new EventFingerprint(5, 6L << 32), new SeenEvent(28_999_999, 7, -1));
    byte[] bytes = page.toBytes();
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(
            "01"
                + "00000002"
                + "01ba8140"
                + "01ba8140"
                + "0000000000000004" // header
                + "0000000000000001ffffffff"
                + "fffffffd"
                + "000000" // first row
                + "000000000000000500000006"
                + "00000007"
                + "01ffffff07f6ffffffff3f");
    IdPage read = IdPage.of(bytes);
    assertThat(read.find(new EventFingerprint(1, -2))).isEqualTo(new SeenEvent(29_000_000, -3, 4));
    assertThat(read.find(new EventFingerprint(5, 6L << 32)))
        .isEqualTo(new SeenEvent(28_999_999, 7, -1));
    assertThat(read.lastMinute()).isEqualTo(29_000_000);
  }

  @Test
  void rejectsAPageOfAnotherLayout() {
    assertThatThrownBy(() -> IdPage.of(new byte[] {2}))
        .hasMessageContaining("layout version 1 but found version 2")
        .hasMessageContaining("another build of Tally");
  }
}
