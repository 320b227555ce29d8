package dev.tally.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.datasketches.hash.MurmurHash3;
import org.apache.datasketches.theta.UpdateSketch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserSketchTest {
  private static final int USERS = 10_000_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void isAtMostOnePercentOff_forTenMillionUsers(int seed) {
    UserSketch users = users("%d-".formatted(seed), 0, USERS);
    assertThat(Math.abs(users.users() - USERS) / (double) USERS).isLessThanOrEqualTo(0.01);
    assertThat(users.hashes()).isEqualTo(UserSketch.NOMINAL_ENTRIES);
    assertThat(users.toBytes()).hasSize(UserSketch.MAX_BYTES);
    assertThat(users.usersLow()).isLessThan(users.users());
    assertThat(users.usersHigh()).isGreaterThan(users.users()).isLessThan(USERS / 100 * 102);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1_000, UserSketch.NOMINAL_ENTRIES})
  void isExact_upToTheNominalEntries(int count) {
    UserSketch users = users("", 0, count);
    assertThat(users.users()).isEqualTo(count);
    assertThat(users.usersLow()).isEqualTo(count);
    assertThat(users.usersHigh()).isEqualTo(count);
    assertThat(users.progress()).isEqualTo(count);
  }

  @Property(tries = 15)
  void theUnionOfAnyPartsInAnyOrderWithAnyRepeats_hasTheBytesOfTheWholeSet(
      @ForAll Random random,
      @ForAll @IntRange(max = 300_000) int count,
      @ForAll @IntRange(min = 1, max = 12) int parts) {
    List<UserSketch.Builder> builders =
        IntStream.range(0, parts)
            .mapToObj(part -> new UserSketch.Builder())
            .collect(java.util.stream.Collectors.toList());
    List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    Collections.shuffle(order, random);
    for (int user : order) {
      for (int copy = random.nextInt(3); copy >= 0; copy--) {
        builders.get(random.nextInt(parts)).add("u" + user);
      }
    }
    UserSketch union = UserSketch.EMPTY;
    List<UserSketch> sets = new ArrayList<>();
    for (UserSketch.Builder builder : builders) {
      UserSketch set = builder.build();
      sets.add(set);
      union = UserSketch.of(union.toBytes()).plus(set);
    }
    UserSketch all = users("u", 0, count);
    assertThat(union).isEqualTo(all);
    assertThat(UserSketch.union(sets)).isEqualTo(all);
    assertThat(union.plus(union).plus(sets.get(0))).isEqualTo(all);
  }

  @Property(tries = 15)
  void aLimitedSetChangesTheSketchAsTheSetDoes_andHasFewerHashes(
      @ForAll @IntRange(max = 400_000) int before, @ForAll @IntRange(max = 20_000) int more) {
    UserSketch known = users("u", 0, before);
    UserSketch added = users("u", before / 2, before / 2 + more);
    UserSketch limited = added.plus(UserSketch.of(known.limit().toBytes()));
    assertThat(known.plus(limited)).isEqualTo(known.plus(added));
    assertThat(limited.hashes()).isLessThanOrEqualTo(added.hashes());
  }

  @Property(tries = 2)
  void itsProgressGrowsWithEachUserWhoChangesIt(@ForAll Random random) {
    UserSketch users = users("u", 0, UserSketch.NOMINAL_ENTRIES - 50);
    int changes = 0;
    for (int user = 0; user < 200; user++) {
      UserSketch next = users.plus(users("more" + random.nextInt(1 << 20) + "-", user, user + 1));
      if (next.equals(users)) {
        assertThat(next.progress()).isEqualTo(users.progress());
      } else {
        changes++;
        assertThat(next.progress()).isGreaterThan(users.progress());
      }
      users = next;
    }
    assertThat(changes).isGreaterThan(50);
    assertThat(users.progress()).isBetween((long) UserSketch.NOMINAL_ENTRIES, 1L << 57);
  }

  @Property(tries = 50)
  void hashesIdsAsTheLibraryDoes_soThatOtherToolsCanMergeTheirSketches(@ForAll String id) {
    UserSketch.Builder users = new UserSketch.Builder();
    users.add("first");
    users.add(id);
    UpdateSketch other = UpdateSketch.builder().build();
    other.update("first");
    other.update(id);
    assertThat(users.build()).isEqualTo(UserSketch.of(other.compact().toByteArray()));
    long hash = MurmurHash3.hash("first".getBytes(StandardCharsets.UTF_8), 9001L)[0] >>> 1;
    var hashes = new HashSet<Long>();
    for (var each = other.iterator(); each.next(); ) {
      hashes.add(each.get());
    }
    assertThat(hashes).contains(hash);
  }

  private static UserSketch users(String prefix, int from, int to) {
    UserSketch.Builder users = new UserSketch.Builder();
    for (int user = from; user < to; user++) {
      users.add(prefix + user);
    }
    return users.build();
  }
}
