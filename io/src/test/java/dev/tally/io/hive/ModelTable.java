package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.io.hive.Interleaving.Crash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A partition that writers, compactors, a sweeper and readers work on at the same time. Those that
 * change it die now and then and begin the same again.
 */
final class ModelTable {
  static final int BUCKETS = 2;
  private static final int KEYS = 12;
  private static final int UNANSWERED_ONE_IN = 5;
  private static final String PARTITION = "/t/p";

  private final Random random;
  private final Interleaving all;
  private final ModelStore store;
  private final Turn<String, RowId> turn;
  private final CommitRows<String, RowId> commits;
  private final CompactPartition<String, RowId> compaction;
  private final SweepTable<String> sweeper;
  private final Set<RowId> acknowledged = new HashSet<>();
  private final Set<RowId> given = new HashSet<>();
  private @Nullable Generation pointer;
  private final List<Move> underWay = new ArrayList<>();
  private int names;
  private int writing;

  int crashes;
  int compactions;
  int swept;
  int late;

  ModelTable(long seed, int odds) {
    random = new Random(seed);
    all = new Interleaving(random);
    store = new ModelStore(all, odds);
    List<RowId> misfits = List.of(row(), row(), row());
    ModelFormat format = new ModelFormat(store, misfits);
    Staging staging = new Staging(store, "/t/_staged", () -> "%08d".formatted(names++));
    Pins pins = new Pins(store, staging, () -> ModelStore.NOW, Duration.ofMillis(1), () -> {});
    ModelPointers pointers = new ModelPointers();
    turn = new Turn<>(store, format, pointers, staging, pins, BUCKETS);
    commits = new CommitRows<>(store, format, pointers, staging, turn, CommitWatch.none());
    compaction = new CompactPartition<>(store, format, pointers, staging, pins, turn, BUCKETS);
    sweeper =
        new SweepTable<>(store, pointers, staging, () -> ModelStore.NOW, Duration.ofMillis(1));
  }

  /** Runs all to their ends, and looks at what stands then. */
  void run() {
    for (int i = 0; i < 3; i++) {
      all.add(this::write);
    }
    for (int i = 0; i < 2; i++) {
      all.add(this::compact);
      all.add(this::read);
    }
    all.add(this::sweep);
    all.add(this::arrive);
    writing = 3;
    all.run();
    assertThat(acknowledged).isEqualTo(given);
  }

  private RowId row() {
    String key = "k" + random.nextInt(KEYS);
    return RowId.of(key.getBytes(StandardCharsets.UTF_8), random.nextInt(3));
  }

  private void write() {
    for (int bundle = 0; bundle < 6; bundle++) {
      List<RowId> rows = new ArrayList<>();
      for (int i = random.nextInt(6) + 1; i > 0; i--) {
        rows.add(row());
      }
      given.addAll(rows);
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        int number = bucket;
        List<RowId> its = rows.stream().filter(row -> row.bucket(BUCKETS) == number).toList();
        untilDone(() -> commits.commit(PARTITION, number, its));
        acknowledged.addAll(its);
      }
    }
    writing--;
  }

  private void compact() {
    while (writing > 0) {
      untilDone(() -> compactions += compaction.compact(PARTITION) ? 1 : 0);
    }
  }

  private void sweep() {
    while (writing > 0) {
      untilDone(
          () -> {
            swept += sweeper.staged();
            swept += sweeper.generations(PARTITION);
          });
    }
  }

  private void untilDone(Interleaving.Body body) {
    while (true) {
      try {
        body.run();
        return;
      } catch (Crash | IOException fault) {
        crashes++;
        all.step();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** As Hive: where does the pointer point, what is listed there, what is in it. */
  private void read() throws IOException {
    int before = 0;
    while (writing > 0) {
      store.beginQuery();
      Set<RowId> mustBeThere = Set.copyOf(acknowledged);
      List<RowId> rows = new ArrayList<>();
      all.step();
      Generation generation = pointer;
      if (generation != null) {
        for (String name : untilHeard(generation)) {
          all.step();
          rows.addAll(store.content(generation.path() + "/" + name).rows());
        }
      }
      store.endQuery();
      assertThat(rows).doesNotHaveDuplicates().containsAll(mustBeThere);
      assertThat(rows.size()).isGreaterThanOrEqualTo(before);
      before = rows.size();
    }
  }

  private Set<String> untilHeard(Generation generation) {
    while (true) {
      try {
        Set<String> names = new TreeSet<>(store.list(generation.path()));
        names.removeIf(name -> name.startsWith("_"));
        return names;
      } catch (Crash readersLive) {
        all.step();
      }
    }
  }

  /** Moves of the pointer that arrive when nobody waits for them any more. */
  private void arrive() {
    while (writing > 0) {
      all.step();
      if (!underWay.isEmpty()) {
        Move move = underWay.remove(random.nextInt(underWay.size()));
        pointer = move.to();
        late++;
        store.heard(move.by());
      }
    }
  }

  private record Move(Interleaving.Life by, Generation to) {}

  private final class ModelPointers implements Pointers<String> {
    @Override
    public Generation current(String partition) {
      all.step();
      Generation found = pointer;
      if (found != null) {
        return found;
      }
      Generation first = Generation.first(partition);
      store.makeDirectory(first.path());
      all.step();
      pointer = pointer == null ? first : pointer;
      return pointer;
    }

    @Override
    public void move(String partition, Generation to) throws IOException {
      all.step();
      all.mayCrash(20);
      if (random.nextInt(UNANSWERED_ONE_IN) == 0) {
        underWay.add(new Move(all.life(), to));
        store.diesUnheard();
        throw new IOException("Not answered");
      }
      pointer = to;
      all.mayCrash(20);
    }
  }
}
