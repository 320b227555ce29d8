package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class BucketAgendaTest {
  private static final UserStore ANN = new UserStore("ann", "store");
  private static final UserStore BOB = new UserStore("bob", "store");
  private static final int MANY = 3 * BucketAgenda.PAGE + 1;
  private final BucketCells cells = new BucketCells();

  @Test
  void setsEachTimerForTheEarliestTime() {
    call(agenda -> agenda.due(ANN, null, noonPlus(5)));
    assertThat(cells.due.time()).isEqualTo(noonPlus(5));
    call(agenda -> agenda.due(BOB, null, noonPlus(3)));
    assertThat(cells.due.time()).isEqualTo(noonPlus(3));
    call(agenda -> agenda.sweep(ANN, noonPlus(9)));
    call(agenda -> agenda.sweep(BOB, noonPlus(8)));
    assertThat(cells.sweep.time()).isEqualTo(noonPlus(8));
    assertThat(cells.due.time()).isEqualTo(noonPlus(3));
  }

  @Test
  void leavesATimerAlone_thatFiresEarlyEnough() {
    call(agenda -> agenda.due(ANN, null, noonPlus(3)));
    cells.due.take();
    call(agenda -> agenda.due(BOB, null, noonPlus(3)));
    call(agenda -> agenda.sweep(BOB, noonPlus(3)));
    assertThat(cells.due.take()).isFalse();
  }

  @Test
  void takesTheKeysThatAreDue_andSetsTheTimerForTheNext() {
    call(agenda -> agenda.due(ANN, null, noonPlus(5)));
    call(agenda -> agenda.due(BOB, null, noonPlus(3)));
    assertThat(takeDue(noonPlus(3))).containsExactly(BOB);
    assertThat(cells.due.time()).isEqualTo(noonPlus(5));
    assertThat(takeDue(noonPlus(5))).containsExactly(ANN);
    assertThat(cells.isEmpty()).isTrue();
  }

  @Test
  void movesADueKey() {
    call(agenda -> agenda.due(ANN, null, noonPlus(5)));
    call(agenda -> agenda.due(ANN, noonPlus(5), noonPlus(3)));
    assertThat(takeDue(noonPlus(9))).containsExactly(ANN);
    assertThat(cells.isEmpty()).isTrue();
  }

  @Test
  void takesTheKeysToSweep_ofAllTimesThatHavePassed() {
    call(agenda -> agenda.sweep(ANN, noonPlus(3)));
    call(agenda -> agenda.sweep(BOB, noonPlus(4)));
    call(agenda -> agenda.sweep(ANN, noonPlus(7)));
    assertThat(takeSweeps(noonPlus(4))).containsExactly(ANN, BOB);
    assertThat(cells.sweep.time()).isEqualTo(noonPlus(7));
    assertThat(takeSweeps(noonPlus(7))).containsExactly(ANN);
    assertThat(cells.isEmpty()).isTrue();
  }

  @Test
  void listsAKeyAgain_whileItIsSwept() {
    call(agenda -> agenda.sweep(ANN, NOON));
    call(agenda -> agenda.takeSweeps(NOON, key -> agenda.sweep(key, noonPlus(1))));
    assertThat(cells.sweep.time()).isEqualTo(noonPlus(1));
    assertThat(takeSweeps(noonPlus(1))).containsExactly(ANN);
  }

  @Test
  void keepsManyKeysInPagesAndBlocks_andWritesOneOfThemPerCall() {
    List<UserStore> keys = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      UserStore key = new UserStore("user-" + i, "store");
      keys.add(key);
      call(agenda -> agenda.sweep(key, NOON));
      call(agenda -> agenda.due(key, null, NOON));
    }
    assertThat(cells.sweepPages.size()).isEqualTo(4);
    assertThat(cells.agenda.read().sweeps()).containsExactly(Map.entry(NOON, 4));
    assertThat(cells.agenda.read().due().only()).isEmpty();
    assertThat(takeSweeps(NOON)).containsExactlyElementsOf(keys);
    assertThat(takeDue(NOON)).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(cells.isEmpty()).isTrue();
  }

  @Test
  void addsManyKeysInOneCall() {
    call(
        agenda -> {
          for (int i = 0; i < MANY; i++) {
            agenda.sweep(new UserStore("user-" + i, "store"), NOON);
          }
        });
    assertThat(cells.sweepPages.size()).isEqualTo(4);
    assertThat(takeSweeps(NOON)).hasSize(MANY);
  }

  /** Compares the due keys with a map, whatever their times and however they are moved. */
  @Property(tries = 100)
  void takesEachDueKeyOnce(@ForAll long seed) {
    BucketCells bucket = new BucketCells();
    Random random = new Random(seed);
    Map<UserStore, Instant> listed = new HashMap<>();
    for (int i = 0; i < 400; i++) {
      Instant time = noonPlus(random.nextInt(1_000));
      if (random.nextInt(40) == 0) {
        List<UserStore> expected =
            listed.keySet().stream().filter(key -> !listed.get(key).isAfter(time)).toList();
        assertThat(takeDue(bucket, time)).containsExactlyInAnyOrderElementsOf(expected);
        expected.forEach(listed::remove);
      } else {
        UserStore key = new UserStore("user-" + random.nextInt(300), "store");
        call(bucket, agenda -> agenda.due(key, listed.get(key), time));
        listed.put(key, time);
      }
      listed.values().stream()
          .min(Instant::compareTo)
          .ifPresent(first -> assertThat(bucket.due.time()).isLessThanOrEqualTo(first));
    }
    assertThat(takeDue(bucket, noonPlus(1_000)))
        .containsExactlyInAnyOrderElementsOf(listed.keySet());
    assertThat(bucket.isEmpty()).isTrue();
  }

  private List<UserStore> takeDue(Instant watermark) {
    return takeDue(cells, watermark);
  }

  private static List<UserStore> takeDue(BucketCells bucket, Instant watermark) {
    List<UserStore> taken = new ArrayList<>();
    call(bucket, agenda -> taken.addAll(agenda.takeDue(watermark)));
    return taken;
  }

  private List<UserStore> takeSweeps(Instant watermark) {
    List<UserStore> taken = new ArrayList<>();
    call(agenda -> agenda.takeSweeps(watermark, taken::add));
    return taken;
  }

  private void call(Consumer<BucketAgenda> change) {
    call(cells, change);
  }

  private static void call(BucketCells bucket, Consumer<BucketAgenda> change) {
    BucketAgenda agenda = bucket.open();
    change.accept(agenda);
    agenda.save(bucket.timers());
  }
}
