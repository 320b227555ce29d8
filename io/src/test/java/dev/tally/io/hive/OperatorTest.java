package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.io.hive.TableFinding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests commits and checks on real files while an operator changes the metastore entry; without
 * Hive.
 */
class OperatorTest {
  private static final Schema SCHEMA =
      Schema.builder().addStringField("id").addInt64Field("rev").build();
  private static final KeyFields KEY_FIELDS = new KeyFields("id", "rev");

  @TempDir private Path dir;
  private final LocalTableFileSystem fileLog = new LocalTableFileSystem();
  private final ParquetRows format = new ParquetRows(fileLog, HiveTypes.of(SCHEMA), KEY_FIELDS);
  private String location;

  @Test
  void commitsInTheNewestGeneration_afterMsckRepair() throws IOException {
    Opened table = open("t1", 2);
    compacted(table);
    location = dir.resolve("p").toString();
    assertThat(kinds(table)).containsExactly(Kind.READS_ITS_DIRECTORY);
    assertThat(table.commit(0, 40)).isEqualTo(10);
    assertThat(location).endsWith(PartitionGeneration.at(location).name());
    assertThat(table.existing()).isEqualTo(40);
    assertThat(kinds(table)).isEmpty();
  }

  @Test
  void commitsInTheNewestGeneration_afterDropPartition() throws IOException {
    Opened table = open("t1", 2);
    compacted(table);
    location = null;
    assertThat(kinds(table)).containsExactly(Kind.NOT_REGISTERED);
    assertThat(table.commit(0, 40)).isEqualTo(10);
    assertThat(table.existing()).isEqualTo(40);
  }

  /** The entry is as in a metastore that was restored from a backup. */
  @Test
  void commitsInTheNewestGeneration_whenTheEntryPointsAtOneThatWasSwept() throws IOException {
    Opened table = open("t1", 2);
    String old = compacted(table);
    table.sweeper(() -> Long.MAX_VALUE).generations("p");
    location = old;
    assertThat(kinds(table)).containsExactly(Kind.GENERATION_MISSING);
    assertThat(table.commit(0, 40)).isEqualTo(10);
    assertThat(table.existing()).isEqualTo(40);
  }

  @Test
  void aTableThatWasCreatedAgainDoesNotReviveTheRowsOfTheDroppedOne() throws IOException {
    compacted(open("t1", 2));
    location = null;
    Opened again = open("t2", 2);
    assertThat(again.commit(0, 5)).isEqualTo(5);
    assertThat(again.existing()).isEqualTo(5);
    assertThat(kinds(again)).containsExactly(Kind.OTHER_TABLE);
    again.sweeper(() -> Long.MAX_VALUE).generations("p");
    assertThat(kinds(again)).containsExactly(Kind.OTHER_TABLE);
  }

  /**
   * The metastore was lost: the table is created again, and its partitions are registered by MSCK
   * REPAIR TABLE.
   */
  @Test
  void aTableTakesOverEarlierData_whenAnOperatorRegistersItsDirectory() throws IOException {
    compacted(open("t1", 2));
    location = dir.resolve("p").toString();
    Opened again = open("t2", 2);
    assertThat(again.commit(0, 40)).isEqualTo(10);
    assertThat(again.existing()).isEqualTo(40);
    again.commit(40, 50);
    compact(again);
    assertThat(kinds(again)).containsExactly(Kind.OTHER_TABLE);
    location = null;
    assertThat(again.commit(0, 51)).isEqualTo(1);
  }

  @Test
  void restoresTheDataOfALostTable_unlessThisTableHasRowsToo() throws IOException {
    compacted(open("t1", 2));
    location = null;
    Opened again = open("t2", 2);
    assertThat(again.pointers.restore("p")).isTrue();
    assertThat(again.existing()).isEqualTo(30);
    location = null;
    Opened third = open("t3", 2);
    third.commit(0, 1);
    assertThatThrownBy(() -> third.pointers.restore("p"))
        .hasMessageContaining("data of this table");
  }

  @Test
  void refusesEarlierDataWithAnotherNumberOfBuckets() throws IOException {
    compacted(open("t1", 2));
    location = dir.resolve("p").toString();
    assertThatThrownBy(() -> open("t2", 3).commit(0, 1))
        .hasMessageContaining("2 buckets, but this table has 3");
  }

  @Test
  void insertedFilesOutliveCompactions_alsoThoseThatComeLate() throws IOException {
    Opened table = open("t1", 2);
    table.commit(0, 10);
    Files.writeString(Path.of(location).resolve("000000_0"), "one");
    String old = compacted(table);
    assertThat(inserted()).containsExactly("one");
    Files.writeString(Path.of(old).resolve("000001_0"), "late");
    assertThat(kinds(table)).contains(Kind.FILES_LEFT_BEHIND);
    for (int i = 0; i < 2; i++) {
      table.sweeper(() -> 0).generations("p");
      assertThat(inserted()).containsExactly("late", "one");
    }
    Files.createDirectory(Path.of(location).resolve("HIVE_UNION_SUBDIR_1"));
    assertThat(kinds(table))
        .contains(Kind.FOREIGN_DIRECTORY)
        .doesNotContain(Kind.FILES_LEFT_BEHIND);
    String current = location;
    table.commit(100, 110);
    table.commit(110, 120);
    compact(table);
    assertThat(location).isNotEqualTo(current);
    table.sweeper(() -> Long.MAX_VALUE).generations("p");
    assertThat(Path.of(current)).exists();
    assertThat(inserted()).containsExactly("late", "one");
  }

  /** Only bucket 1 has many files. */
  @Test
  void compactsForAnyBucket() throws IOException {
    Opened table = open("t1", 2);
    int files = 0;
    for (int i = 0; files < 3; i++) {
      Row row = row(i);
      if (KEY_FIELDS.of(row).bucket(2) == 1) {
        files = table.commits.commit("p", 1, List.of(row)).files() + 1;
      }
    }
    assertThat(table.compaction.compact("p")).isTrue();
  }

  @Test
  void sweepsOnceAnInterval_byTheStoresClock_whicheverWorkerAsks() throws IOException {
    Opened table = open("t1", 2);
    String old = compacted(table);
    long[] nanos = {0};
    long[] now = {System.currentTimeMillis()};
    Duration day = Duration.ofDays(1);
    PeriodicSweep<String> one =
        new PeriodicSweep<>(table.sweeper(() -> now[0], day), () -> List.of("p"), () -> nanos[0]);
    PeriodicSweep<String> two =
        new PeriodicSweep<>(table.sweeper(() -> now[0], day), () -> List.of("p"), () -> nanos[0]);
    assertThat(one.sweepIfDue()).isZero();
    now[0] += Duration.ofHours(25).toMillis();
    assertThat(one.sweepIfDue()).as("too early by the worker's own clock").isZero();
    assertThat(two.sweepIfDue()).isPositive();
    assertThat(Path.of(old)).doesNotExist();
  }

  /** The clock of a worker may be wrong, so ages are differences of file times. */
  @Test
  void theStoresClockIsThatOfItsFiles() throws IOException {
    Staging staging = Staging.of(fileLog, dir.toString(), () -> UUID.randomUUID().toString());
    FileLog ahead = new Delegate(fileLog, Duration.ofDays(3).toMillis());
    long now =
        FileLogClock.of(ahead, new Staging(ahead, staging.directory(), staging.names())).millis();
    assertThat(now - System.currentTimeMillis())
        .isBetween(Duration.ofDays(2).toMillis(), Duration.ofDays(4).toMillis());
    assertThat(fileLog.list(staging.directory())).isEmpty();
  }

  private String compacted(Opened table) throws IOException {
    for (int i = 0; i < 3; i++) {
      table.commit(10 * i, 10 * i + 10);
    }
    String before = location;
    compact(table);
    return before;
  }

  private static void compact(Opened table) throws IOException {
    assertThat(table.compaction.compact("p")).isTrue();
  }

  private List<String> inserted() throws IOException {
    return fileLog.list(location).stream()
        .filter(ForeignFiles::isForeign)
        .filter(name -> Files.isRegularFile(Path.of(location).resolve(name)))
        .map(name -> read(Path.of(location).resolve(name)))
        .sorted()
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<Kind> kinds(Opened table) throws IOException {
    CheckTable<String> check =
        new CheckTable<>(fileLog, format, table.entries, table.staging, table.identity);
    return check.check("p", "p").stream().map(TableFinding::kind).toList();
  }

  private static Row row(int i) {
    return Row.withSchema(SCHEMA).addValues("k" + i, 1L).build();
  }

  private Opened open(String id, int buckets) {
    return new Opened(new TableIdentity(id, buckets));
  }

  /** A table that a writer has opened. */
  private final class Opened {
    final TableIdentity identity;
    final Entry entries = new Entry();
    final Staging staging;
    final MetastorePointers<String> pointers;
    final PartitionLog<String, Row> log;
    final CommitRows<String, Row> commits;
    final CompactPartition<String, Row> compaction;

    Opened(TableIdentity identity) {
      this.identity = identity;
      staging = Staging.of(fileLog, dir.toString(), () -> UUID.randomUUID().toString());
      GenerationPins pins =
          new GenerationPins(
              fileLog, staging, FileLogClock.of(fileLog, staging), Duration.ofHours(1), () -> {});
      pointers = new MetastorePointers<>(format, entries, pins, identity);
      log = new PartitionLog<>(format, pointers, pins, identity);
      commits = new CommitRows<>(log, CommitListener.none());
      compaction = new CompactPartition<>(log, MergePlan.MOST_ROWS);
    }

    SweepTable<String> sweeper(FileLogClock clock) {
      return sweeper(clock, Duration.ofDays(1));
    }

    SweepTable<String> sweeper(FileLogClock clock, Duration keep) {
      return new SweepTable<>(log, clock, keep);
    }

    int commit(int from, int to) throws IOException {
      int committed = 0;
      for (int bucket = 0; bucket < identity.buckets(); bucket++) {
        int number = bucket;
        List<Row> rows =
            IntStream.range(from, to)
                .mapToObj(OperatorTest::row)
                .filter(row -> KEY_FIELDS.of(row).bucket(identity.buckets()) == number)
                .toList();
        committed += commits.commit("p", bucket, rows).rows();
      }
      return committed;
    }

    int existing() throws IOException {
      int rows = 0;
      for (String name : fileLog.list(location)) {
        rows += Bucket.isData(name) ? format.summary(location + "/" + name).index().rows() : 0;
      }
      return rows;
    }
  }

  private final class Entry implements PartitionEntries<String> {
    @Override
    public String directory(String partition) {
      return dir.resolve(partition).toString();
    }

    @Override
    public Optional<String> location(String partition) {
      return Optional.ofNullable(location);
    }

    @Override
    public void put(String partition, PartitionGeneration generation) {
      location = generation.path();
    }
  }

  /** A store whose clock is ahead of this machine's clock. */
  private record Delegate(FileLog fileLog, long aheadMillis) implements FileLog {
    @Override
    public List<String> list(String directory) throws IOException {
      return fileLog.list(directory);
    }

    @Override
    public void makeDirectory(String directory) throws IOException {
      fileLog.makeDirectory(directory);
    }

    @Override
    public boolean commit(String from, String to) throws IOException {
      return fileLog.commit(from, to);
    }

    @Override
    public void createEmpty(String file) throws IOException {
      fileLog.createEmpty(file);
    }

    @Override
    public void delete(String path) throws IOException {
      fileLog.delete(path);
    }

    @Override
    public long modifiedMillis(String path) throws IOException {
      return fileLog.modifiedMillis(path) + aheadMillis;
    }

    @Override
    public boolean isDirectory(String path) throws IOException {
      return fileLog.isDirectory(path);
    }

    @Override
    public void close() {}
  }
}
