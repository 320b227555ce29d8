package dev.tally.transforms.aggregate;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.model.CoderLaws.hasLayout;
import static dev.tally.transforms.model.CoderLaws.roundTrips;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class RepeatRuleTest {
  private static final int WINDOW = 10;
  private static final RepeatRule RULE = new RepeatRule(Duration.millis(WINDOW));

  /** The beginning of the slice that contains NOON. */
  private static final Instant SLICE = Instant.ofEpochMilli(RULE.sliceOf(NOON) * (WINDOW + 1));

  /**
   * The slices and repeats after some clicks. Each click has its own store, so that a repeat can be
   * traced to its click.
   */
  private static final class Remembered {
    private final Map<Long, ClickSlice> slices = new HashMap<>();
    private final List<String> repeats = new ArrayList<>();

    Remembered after(AdEvent... clicks) {
      for (AdEvent click : clicks) {
        add(click);
      }
      return this;
    }

    void add(AdEvent click) {
      long slice = RULE.sliceOf(click.getEventTime());
      RepeatRule.Change change =
          RULE.add(click, slices.get(slice - 1), slices.get(slice), slices.get(slice + 1));
      slices.put(slice, change.slice());
      if (change.next() != null) {
        slices.put(slice + 1, change.next());
      }
      change.repeats().forEach(repeat -> repeats.add(name(repeat.key().storeId(), repeat.time())));
    }
  }

  private static AdEvent at(int millis, String id) {
    return click(id, SLICE.plus(Duration.millis(millis))).toBuilder().setStoreId(id).build();
  }

  private static String name(String id, Instant time) {
    return id + "@" + (time.getMillis() - SLICE.getMillis());
  }

  private static List<String> repeatsAfter(AdEvent... clicks) {
    return new Remembered().after(clicks).repeats;
  }

  /** Applies the definition of a repeat literally. */
  private static List<String> plainly(List<AdEvent> clicks) {
    return clicks.stream()
        .filter(click -> clicks.stream().anyMatch(other -> makesRepeat(other, click)))
        .map(click -> name(click.getEventId(), click.getEventTime()))
        .toList();
  }

  private static boolean makesRepeat(AdEvent other, AdEvent click) {
    long distance = click.getEventTime().getMillis() - other.getEventTime().getMillis();
    return distance == 0
        ? other.getEventId().compareTo(click.getEventId()) < 0
        : distance > 0 && distance <= WINDOW;
  }

  @Test
  void isSingle_whenItIsAlone() {
    assertThat(repeatsAfter(at(0, "a"))).isEmpty();
  }

  @Test
  void isARepeat_whenAnotherIsExactlyTheWindowBefore() {
    for (int start = 0; start <= WINDOW; start++) {
      AdEvent first = at(start, "a");
      AdEvent second = at(start + WINDOW, "b");
      assertThat(repeatsAfter(first, second)).containsExactly("b@" + (start + WINDOW));
      assertThat(repeatsAfter(second, first)).containsExactly("b@" + (start + WINDOW));
    }
  }

  @Test
  void isSingle_whenAnotherIsAMillisecondMoreThanTheWindowBefore() {
    for (int start = 0; start <= WINDOW; start++) {
      AdEvent first = at(start, "a");
      AdEvent second = at(start + WINDOW + 1, "b");
      assertThat(repeatsAfter(first, second)).isEmpty();
      assertThat(repeatsAfter(second, first)).isEmpty();
    }
  }

  @Test
  void isARepeat_whenItsIdIsTheLargerOfTwoAtOneTime() {
    assertThat(repeatsAfter(at(3, "a"), at(3, "b"))).containsExactly("b@3");
    assertThat(repeatsAfter(at(3, "b"), at(3, "a"))).containsExactly("b@3");
  }

  @Test
  void makesTheNextOneARepeatToo_whenItComesBetweenTwo() {
    AdEvent before = at(0, "a");
    AdEvent after = at(2 * WINDOW, "c");
    assertThat(repeatsAfter(before, after)).isEmpty();
    assertThat(repeatsAfter(before, after, at(WINDOW, "b"))).containsExactly("b@10", "c@20");
  }

  @Test
  void makesNoOneElseARepeat_whenTheNextIsOneAlready() {
    assertThat(repeatsAfter(at(0, "a"), at(8, "c"), at(4, "b"))).containsExactly("c@8", "b@4");
  }

  @Test
  void remembersOneSliceHoweverManyClicksAreInIt() {
    Remembered bot = new Remembered();
    IntStream.range(0, 10_000).forEach(i -> bot.add(at(i % (WINDOW + 1), "e-" + i)));
    assertThat(bot.slices).hasSize(1);
    assertThat(bot.repeats).hasSize(9_999);
  }

  @Property(tries = 2000)
  void findsWhatThePlainRuleFinds_afterEachClick(@ForAll("clicks") List<AdEvent> clicks) {
    Remembered remembered = new Remembered();
    for (int i = 0; i < clicks.size(); i++) {
      remembered.add(clicks.get(i));
      assertThat(remembered.repeats)
          .containsExactlyInAnyOrderElementsOf(plainly(clicks.subList(0, i + 1)));
    }
  }

  @Property(tries = 200)
  void cutsTimeSoThatTwoClicksOfASliceAreRepeats(
      @ForAll @IntRange(max = 5_000) int window, @ForAll @IntRange int time) {
    RepeatRule rule = new RepeatRule(Duration.millis(window));
    Instant then = Instant.ofEpochMilli(time);
    assertThat(rule.sliceOf(then.plus(Duration.millis(window + 1L))))
        .isEqualTo(rule.sliceOf(then) + 1);
    assertThat(rule.sliceOf(then.plus(rule.window())))
        .isBetween(rule.sliceOf(then), rule.sliceOf(then) + 1);
  }

  @Test
  void keepsTheLayoutOfItsState() throws Exception {
    MetricKey key = new MetricKey("r", "c", "a", "s");
    Instant last = NOON.plus(Duration.millis(300));
    hasLayout(
        new ClickSliceCoder(),
        new ClickSlice(NOON, "e", key, false, last),
        "01" + "809494caca33" + "ac02" + "0165" + "01" + "01" + "0172" + "0163" + "0161" + "0173");
    hasLayout(
        new ClickSliceCoder(),
        new ClickSlice(NOON, "e", null, false, NOON),
        "01" + "809494caca33" + "00" + "0165" + "00");
    hasLayout(new RepeatKeyCoder(), new RepeatKey(300, "u", "a"), "01" + "ac02" + "0175" + "0161");
  }

  @Property(tries = 200)
  void comesBackFromItsBytes(@ForAll("clicks") List<AdEvent> clicks) throws Exception {
    Remembered remembered = new Remembered().after(clicks.toArray(AdEvent[]::new));
    for (ClickSlice slice : remembered.slices.values()) {
      roundTrips(new ClickSliceCoder(), slice);
    }
    for (AdEvent click : clicks) {
      roundTrips(new RepeatKeyCoder(), RepeatKey.of(RULE.window(), click));
    }
  }

  /**
   * Generates clicks in many slices, most of which share their millisecond with other clicks, in
   * any order of arrival.
   */
  @Provide
  Arbitrary<List<AdEvent>> clicks() {
    return Arbitraries.integers()
        .between(0, 8 * WINDOW)
        .list()
        .ofMaxSize(25)
        .flatMap(
            times ->
                Arbitraries.shuffle(IntStream.range(0, times.size()).boxed().toList())
                    .map(ids -> named(times, ids)));
  }

  private static List<AdEvent> named(List<Integer> times, List<Integer> ids) {
    return IntStream.range(0, times.size())
        .mapToObj(i -> at(times.get(i), "e-%02d".formatted(ids.get(i))))
        .toList();
  }
}
