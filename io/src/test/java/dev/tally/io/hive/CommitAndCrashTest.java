package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commits and compacts real files on a store that fails at the commit; without Hive. */
class CommitAndCrashTest {
  private static final Schema SCHEMA =
      Schema.builder().addStringField("id").addInt64Field("rev").build();
  private static final TableIdentity TABLE = new TableIdentity("t1", 1);
  private static final KeyFields KEY_FIELDS = new KeyFields("id", "rev");

  @TempDir private Path dir;
  private boolean failsBefore;
  private boolean failsBehind;
  private PartitionGeneration pointer;
  private ParquetRows rows;
  private CommitRows<String, Row> commits;
  private CompactPartition<String, Row> compaction;
  private SweepTable<String> sweeper;

  @BeforeEach
  void makesATable() throws IOException {
    TableFileSystem fileSystem = new Failing();
    pointer = PartitionGeneration.first(dir.resolve("p").toString(), TABLE);
    fileSystem.makeDirectory(pointer.path());
    rows = new ParquetRows(fileSystem, HiveTypes.of(SCHEMA), KEY_FIELDS);
    Staging staging = Staging.of(fileSystem, dir.toString(), () -> UUID.randomUUID().toString());
    GenerationPins pins =
        new GenerationPins(fileSystem, staging, () -> 0, Duration.ofHours(1), () -> {});
    PartitionLog<String, Row> log = new PartitionLog<>(rows, new Here(), pins, TABLE);
    commits = new CommitRows<>(log, CommitListener.none());
    compaction = new CompactPartition<>(log, MergePlan.MOST_ROWS);
    sweeper = new SweepTable<>(log, () -> Long.MAX_VALUE, Duration.ZERO);
  }

  @Test
  void aReplayWritesWhatIsMissing_whenTheCommitFailed() throws IOException {
    failsBefore = true;
    assertThatThrownBy(() -> commit(0, 10)).hasMessageContaining("before");
    assertThat(sweeper.staged()).isEqualTo(1);
    assertThat(commit(0, 10)).isEqualTo(10);
  }

  @Test
  void aReplayWritesNothing_whenTheCommitWasNotAcknowledged() throws IOException {
    failsBehind = true;
    assertThatThrownBy(() -> commit(0, 10)).hasMessageContaining("after");
    assertThat(commit(0, 10)).isZero();
    assertThat(commit(5, 15)).isEqualTo(5);
    assertThat(existing()).isEqualTo(15);
  }

  @Test
  void writesOneFileACommit_andAtMostTwoAreLeft() throws IOException {
    for (int i = 0; i < 5; i++) {
      commit(10 * i, 10 * i + 10);
      assertThat(bucket().files()).isEqualTo(i + 1);
    }
    assertThat(compaction.compact("p")).isTrue();
    assertThat(bucket().files()).isEqualTo(1);
    for (int i = 0; i < 3; i++) {
      commit(50 + i, 51 + i);
    }
    assertThat(compaction.compact("p")).isTrue();
    assertThat(bucket().files()).isEqualTo(2);
    assertThat(existing()).isEqualTo(53);
    assertThat(commit(0, 60)).isEqualTo(7);
    assertThat(sweeper.generations("p")).isEqualTo(2);
  }

  /**
   * The first compactor crashes after it has merged a bucket; the second one does the work, and no
   * row is lost.
   */
  @Test
  void aCompactionTakesThePlace_ofOneThatDied() throws IOException {
    for (int i = 0; i < 3; i++) {
      commit(10 * i, 10 * i + 10);
    }
    PartitionGeneration before = pointer;
    failsBehind = true;
    assertThatThrownBy(() -> compaction.compact("p")).hasMessageContaining("after");
    assertThat(compaction.compact("p")).isTrue();
    assertThat(pointer).isNotEqualTo(before);
    assertThat(commit(0, 40)).isEqualTo(10);
    assertThat(existing()).isEqualTo(40);
  }

  /** The pointer is set back, as by a metastore that applies an old call late. */
  @Test
  @Timeout(60)
  void goesOnInTheLatestGeneration_whenThePointerWentBack() throws IOException {
    PartitionGeneration first = pointer;
    for (int i = 0; i < 6; i++) {
      commit(10 * i, 10 * i + 10);
      compaction.compact("p");
    }
    PartitionGeneration latest = pointer;
    assertThat(latest.number()).isGreaterThan(2);
    pointer = first;
    assertThat(commit(0, 61)).isEqualTo(1);
    assertThat(pointer).isEqualTo(latest);
    assertThat(existing()).isEqualTo(61);
  }

  @Test
  void theSweeperEnds_whatItBeganToDelete() throws IOException {
    Path begun = dir.resolve("p").resolve(FileLog.DELETED + "g00001");
    Files.createDirectory(begun);
    Files.createFile(begun.resolve("b00000-v0000001.parquet"));
    sweeper.generations("p");
    assertThat(begun).doesNotExist();
  }

  private int commit(int from, int to) throws IOException {
    List<Row> some =
        IntStream.range(from, to)
            .mapToObj(i -> Row.withSchema(SCHEMA).addValues("k" + i, 1L).build())
            .toList();
    return commits.commit("p", 0, some).rows();
  }

  private Bucket bucket() throws IOException {
    return Bucket.list(new LocalTableFileSystem(), pointer, 0);
  }

  private int existing() throws IOException {
    int committed = 0;
    Bucket bucket = bucket();
    for (long version = bucket.first(); version <= bucket.last(); version++) {
      committed += rows.summary(bucket.path(version)).index().rows();
    }
    return committed;
  }

  private final class Here implements PartitionPointers<String> {
    @Override
    public PartitionGeneration current(String partition) {
      return pointer;
    }

    @Override
    public void move(String partition, PartitionGeneration to) {
      pointer = to;
    }
  }

  /** Local files on which the next publish fails, before or after the file is published. */
  private final class Failing implements TableFileSystem {
    private final LocalTableFileSystem files = new LocalTableFileSystem();

    @Override
    public boolean commit(String from, String to) throws IOException {
      if (failsBefore) {
        failsBefore = false;
        throw new IOException("before");
      }
      boolean won = files.commit(from, to);
      if (failsBehind) {
        failsBehind = false;
        throw new IOException("after");
      }
      return won;
    }

    @Override
    public List<String> list(String directory) throws IOException {
      return files.list(directory);
    }

    @Override
    public void makeDirectory(String directory) throws IOException {
      files.makeDirectory(directory);
    }

    @Override
    public void createEmpty(String file) throws IOException {
      files.createEmpty(file);
    }

    @Override
    public void delete(String path) throws IOException {
      files.delete(path);
    }

    @Override
    public long modifiedMillis(String path) throws IOException {
      return files.modifiedMillis(path);
    }

    @Override
    public OutputFile create(String file) throws IOException {
      return files.create(file);
    }

    @Override
    public void sync(String file) throws IOException {
      files.sync(file);
    }

    @Override
    public InputFile open(String file) throws IOException {
      return files.open(file);
    }

    @Override
    public boolean isDirectory(String path) throws IOException {
      return files.isDirectory(path);
    }

    @Override
    public void close() {}
  }
}
