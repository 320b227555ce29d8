package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.io.hive.Interleaving.Crash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A partition that writers, compactors, a sweeper, an operator and readers use at the same time.
 * The actors that change it crash now and then and repeat their operation. The operator drops the
 * partition, registers it again as {@code MSCK REPAIR TABLE} does, and inserts files of its own.
 */
final class ModelTable {
  private static final int BUCKETS = 2;
  private static final int OPERATIONS = 6;
  private static final int KEYS = 12;
  private static final int UNANSWERED_ONE_IN = 5;
  private static final String PARTITION = "/t/p";
  private static final TableIdentity TABLE = new TableIdentity("t1", BUCKETS);
  private static final String INSERTED = "inserted-";

  private final Random random;
  private final Interleaving all;
  private final ModelFileLog fileLog;
  private final GenerationSwitch<String, RowKey> generationSwitch;
  private final CommitRows<String, RowKey> commits;
  private final CompactPartition<String, RowKey> compaction;
  private final SweepTable<String> sweeper;
  private final EditPartition<String, RowKey> editing;
  private final ModelEdit edit;
  private final Set<RowKey> acknowledged = new HashSet<>();
  private final Set<RowKey> given = new HashSet<>();
  private final Set<RowKey> inserted = new HashSet<>();
  private @Nullable String location;
  private final List<Move> underWay = new ArrayList<>();
  private int names;
  private int writing;

  int crashes;
  int compactions;
  int swept;
  int late;
  int adopted;

  private final boolean operated;
  private boolean edited;
  private boolean operating;
  private boolean everyMoveIsAnswered;

  ModelTable(long seed, int odds, boolean operated) {
    this.operated = operated;
    this.operating = operated;
    random = new Random(seed);
    all = new Interleaving(random);
    fileLog = new ModelFileLog(all, odds);
    List<RowKey> misfits = List.of(row(), row(), row());
    ModelFormat format = new ModelFormat(fileLog, misfits);
    Staging staging = new Staging(fileLog, "/t/_staged", () -> "%08d".formatted(names++));
    FileLogClock clock = FileLogClock.of(fileLog, staging);
    GenerationPins pins =
        new GenerationPins(fileLog, staging, clock, Duration.ofMillis(1), () -> {});
    ModelEntries entries = new ModelEntries();
    MetastorePointers<String> pointers = new MetastorePointers<>(format, entries, pins, TABLE);
    PartitionLog<String, RowKey> log = new PartitionLog<>(format, pointers, pins, TABLE);
    generationSwitch = new GenerationSwitch<>(log);
    commits = new CommitRows<>(log, CommitListener.none());
    compaction = new CompactPartition<>(log, MergePlan.MOST_ROWS);
    sweeper = new SweepTable<>(log, clock, Duration.ofMillis(1));
    edit = new ModelEdit(fileLog);
    editing = new EditPartition<>(log, edit);
  }

  /** Returns how many files were edited. */
  int edits() {
    return edit.files();
  }

  /** Adds two actors that edit the rows. */
  ModelTable edited() {
    edited = true;
    return this;
  }

  /** Runs all actors to their ends and checks the rows that the table has then. */
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
    if (operated) {
      all.add(this::operate);
    }
    if (edited) {
      all.add(this::edit);
      all.add(this::edit);
    }
    all.add(this::lookAtTheEnd);
    writing = 3;
    all.run();
    assertThat(acknowledged).isEqualTo(given);
  }

  /** Runs after the others: each row that another program inserted exists exactly once. */
  private void lookAtTheEnd() throws IOException {
    while (writing > 0 || operating) {
      all.step();
    }
    loseMoves();
    untilDone(() -> generationSwitch.finishIfSealed(PARTITION));
    untilDone(() -> sweeper.generations(PARTITION));
    List<RowKey> rows = rows(Objects.requireNonNull(location));
    assertThat(rows).doesNotHaveDuplicates().containsAll(inserted).containsAll(acknowledged);
  }

  /**
   * A move that is applied after the last commit may set the pointer to a sealed generation, which
   * only the next commit would leave. So from now on every move gets a response, and moves still
   * under way are discarded; their pins become old, so that no actor waits for them for ever.
   */
  private void loseMoves() {
    everyMoveIsAnswered = true;
    underWay.forEach(move -> fileLog.heard(move.by()));
    underWay.clear();
  }

  /** Drops the partition or registers its directory, and inserts files; never crashes. */
  private void operate() throws IOException {
    for (int i = 0; i < OPERATIONS; i++) {
      for (int pause = random.nextInt(200); pause > 0; pause--) {
        all.step();
      }
      String now = location;
      if (now == null || random.nextBoolean()) {
        location = random.nextBoolean() ? null : PARTITION;
        adopted++;
      } else {
        insert(now, RowKey.of((INSERTED + i).getBytes(StandardCharsets.UTF_8), 1));
      }
    }
    operating = false;
  }

  /**
   * Like Hive's INSERT: creates a file under a free name in the directory that the entry points at.
   */
  private void insert(String directory, RowKey row) throws IOException {
    String file = directory + "/00000" + inserted.size() + "_0";
    if (fileLog.isDirectory(directory)) {
      fileLog.insert(file, row);
      inserted.add(row);
    }
  }

  private RowKey row() {
    String key = "k" + random.nextInt(KEYS);
    return RowKey.of(key.getBytes(StandardCharsets.UTF_8), random.nextInt(3));
  }

  private void write() {
    for (int bundle = 0; bundle < 6; bundle++) {
      List<RowKey> rows = new ArrayList<>();
      for (int i = random.nextInt(6) + 1; i > 0; i--) {
        rows.add(row());
      }
      given.addAll(rows);
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        int number = bucket;
        List<RowKey> its = rows.stream().filter(row -> row.bucket(BUCKETS) == number).toList();
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

  private void edit() {
    while (writing > 0) {
      untilDone(() -> editing.apply(PARTITION));
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

  /** Reads as Hive does: reads the entry, lists the directory, then reads its files. */
  private void read() throws IOException {
    int before = 0;
    while (writing > 0) {
      fileLog.beginQuery();
      Set<RowKey> mustBeThere = Set.copyOf(acknowledged);
      all.step();
      String directory = location;
      boolean isRegistered = directory != null && !directory.equals(PARTITION);
      List<RowKey> rows = isRegistered ? rows(Objects.requireNonNull(directory)) : List.of();
      fileLog.endQuery();
      assertThat(rows).doesNotHaveDuplicates();
      List<RowKey> own = rows.stream().filter(row -> !inserted.contains(row)).toList();
      if (isRegistered) {
        assertThat(own).containsAll(mustBeThere);
        assertThat(own.size()).isGreaterThanOrEqualTo(before);
        before = own.size();
      }
    }
  }

  private List<RowKey> rows(String directory) throws IOException {
    List<RowKey> rows = new ArrayList<>();
    for (String name : untilHeard(directory)) {
      all.step();
      rows.addAll(fileLog.content(directory + "/" + name).rows());
    }
    return rows;
  }

  private Set<String> untilHeard(String directory) {
    while (true) {
      try {
        Set<String> names = new TreeSet<>(fileLog.list(directory));
        names.removeIf(name -> name.startsWith("_"));
        return names;
      } catch (Crash readersLive) {
        all.step();
      }
    }
  }

  /** Applies moves of the pointer whose senders no longer wait for them. */
  private void arrive() {
    while (writing > 0) {
      all.step();
      if (!underWay.isEmpty()) {
        Move move = underWay.remove(random.nextInt(underWay.size()));
        // The metastore rejects a change of an entry that was dropped.
        location = location == null ? null : move.to().path();
        late++;
        fileLog.heard(move.by());
      }
    }
  }

  private record Move(Interleaving.Life by, PartitionGeneration to) {}

  private final class ModelEntries implements PartitionEntries<String> {
    @Override
    public String directory(String partition) {
      return partition;
    }

    @Override
    public Optional<String> location(String partition) {
      all.step();
      return Optional.ofNullable(location);
    }

    @Override
    public void put(String partition, PartitionGeneration to) throws IOException {
      all.step();
      all.mayCrash(20);
      if (location == null) {
        location = to.path();
        return;
      }
      all.step();
      if (!everyMoveIsAnswered && random.nextInt(UNANSWERED_ONE_IN) == 0) {
        underWay.add(new Move(all.life(), to));
        fileLog.diesUnheard();
        throw new IOException("No response");
      }
      if (location != null) {
        location = to.path();
      }
      all.mayCrash(20);
    }
  }
}
