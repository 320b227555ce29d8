package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.io.hive.TableFinding.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The findings of the check of a partition, and the files that are carried to the next generation.
 */
class CheckTableTest {
  private static final TableIdentity TABLE = new TableIdentity("0f3a", 2);
  private static final TableIdentity EARLIER = new TableIdentity("beef", 2);
  private static final String P = "/t/day=1";
  private static final String FIRST = P + "/g00001-0f3a";
  private static final String SECOND = P + "/g00002-0f3a-ab";

  private final MemoryFiles files = new MemoryFiles();
  private final AtomicInteger names = new AtomicInteger();
  private final Staging staging =
      Staging.of(files, "/t", () -> "name%04d".formatted(names.incrementAndGet()));
  private final ForeignFiles foreign = new ForeignFiles(files, staging);

  @ParameterizedTest
  @ValueSource(strings = {FIRST, "file:" + FIRST, "file://" + FIRST, FIRST + "/"})
  void findsNothing_howeverTheMetastoreSpellsTheLocation(String location) throws IOException {
    used(FIRST, TABLE);
    used("file:" + FIRST, TABLE);
    used("file://" + FIRST, TABLE);
    assertThat(check(location)).isEmpty();
  }

  @Test
  void findsAnEntry_thatReadsAllGenerations() throws IOException {
    used(FIRST, TABLE);
    for (String location : List.of(P, P + "/", "file:" + P, "file://" + P + "/")) {
      assertThat(check(location))
          .containsExactly(new TableFinding("day=1", Kind.READS_ITS_DIRECTORY, location));
    }
  }

  @Test
  void findsAnEntry_thatPointsElsewhere() throws IOException {
    used(FIRST, TABLE);
    assertThat(check("/elsewhere"))
        .containsExactly(new TableFinding("day=1", Kind.NOT_A_GENERATION, "/elsewhere"));
    assertThat(check(SECOND))
        .containsExactly(new TableFinding("day=1", Kind.GENERATION_MISSING, SECOND));
  }

  @Test
  void findsAPartitionWithoutAnEntry_ifItHasData() throws IOException {
    assertThat(check(null)).isEmpty();
    used(FIRST, TABLE);
    used(SECOND, TABLE);
    assertThat(check(null)).containsExactly(new TableFinding("day=1", Kind.NOT_REGISTERED, SECOND));
  }

  /** The directory of a compaction that lost contains no row that is missing elsewhere. */
  @Test
  void ignoresAGeneration_thatNoPointerWasEverAt() throws IOException {
    files.with(FIRST + "/b00000-v0000001.parquet");
    assertThat(check(null)).isEmpty();
  }

  @Test
  void namesAnEarlierTable_andFindsNoProblemInIt() throws IOException {
    used(FIRST, TABLE);
    used(P + "/g00001-beef", EARLIER);
    List<TableFinding> found = check(FIRST);
    assertThat(found).containsExactly(new TableFinding("day=1", Kind.OTHER_TABLE, "table beef"));
    assertThat(found.get(0).kind().isProblem()).isFalse();
  }

  @Test
  void findsACompactionThatHasBegun_inAnyBucket() throws IOException {
    used(FIRST, TABLE);
    files.with(FIRST + "/b00000-v0000001.parquet", FIRST + "/b00001-v0000001.parquet");
    assertThat(check(FIRST)).isEmpty();
    files.with(FIRST + "/_sealed-b00001-v0000002.parquet", FIRST + "/b00001-v0000002.parquet");
    assertThat(check(FIRST)).extracting(TableFinding::detail).containsExactly(FIRST);
  }

  @Test
  void findsABucketThatCannotBeRead_andGoesOn() throws IOException {
    used(FIRST, TABLE);
    files.with(FIRST + "/b00000-v0000001.parquet", FIRST + "/b00000-v0000003.parquet");
    files.with(FIRST + "/000000_0");
    assertThat(check(FIRST))
        .extracting(TableFinding::kind)
        .containsExactly(Kind.DAMAGED, Kind.FOREIGN_FILES);
    assertThat(check(FIRST).get(0).detail()).contains("bucket 0 is missing");
  }

  @Test
  void findsInsertedFiles_whereQueriesDoNotReadThem() throws IOException {
    used(FIRST, TABLE);
    used(SECOND, TABLE);
    files.with(FIRST + "/000000_0", P + "/000001_0", SECOND + "/000002_0");
    assertThat(check(SECOND))
        .containsExactly(
            new TableFinding("day=1", Kind.FOREIGN_FILES, "000002_0"),
            new TableFinding("day=1", Kind.FILES_LEFT_BEHIND, P + ": 000001_0"),
            new TableFinding("day=1", Kind.FILES_LEFT_BEHIND, FIRST + ": 000000_0"));
    foreign.carry(FIRST, "g00001-0f3a", PartitionGeneration.at(SECOND));
    foreign.carry(P, ForeignFiles.ROOT, PartitionGeneration.at(SECOND));
    assertThat(check(SECOND)).extracting(TableFinding::kind).containsExactly(Kind.FOREIGN_FILES);
  }

  @Test
  void findsADirectory_thatNoCompactionCanCarry() throws IOException {
    used(FIRST, TABLE);
    files.with(FIRST + "/HIVE_UNION_SUBDIR_1/000000_0");
    assertThat(check(FIRST))
        .contains(
            new TableFinding("day=1", Kind.FOREIGN_DIRECTORY, FIRST + "/HIVE_UNION_SUBDIR_1"));
    assertThat(foreign.toCarry(FIRST)).isEmpty();
  }

  /** A file that was overwritten and is carried once more would bring back its rows. */
  @Test
  void carriesEachFileOnce_underANameThatTellsWhereItWas() throws IOException {
    PartitionGeneration to = PartitionGeneration.at(SECOND);
    files.makeDirectory(SECOND);
    files.with(FIRST + "/000000_0", FIRST + "/x.from-root", FIRST + "/_hidden", FIRST + "/.crc");
    assertThat(foreign.carry(FIRST, "g00001-0f3a", to)).isEqualTo(2);
    assertThat(foreign.in(SECOND)).containsExactly("000000_0.from-g00001-0f3a", "x.from-root");
    assertThat(foreign.in(FIRST)).containsExactly("000000_0", "x.from-root");
    files.delete(SECOND + "/000000_0.from-g00001-0f3a");
    assertThat(foreign.carry(FIRST, "g00001-0f3a", to)).isZero();
    assertThat(foreign.in(SECOND)).containsExactly("x.from-root");
    assertThat(files.list("/t/_staged")).as("staged marks").isEmpty();
  }

  @Test
  void doesNotCountAFile_thatAnotherWriterHasCarried() throws IOException {
    files.with(FIRST + "/000000_0", SECOND + "/000000_0.from-g00001-0f3a");
    assertThat(foreign.carry(FIRST, "g00001-0f3a", PartitionGeneration.at(SECOND))).isZero();
    assertThat(foreign.toCarry(FIRST)).isEmpty();
  }

  @Test
  void adoptsTheNewestDataOfTheTable_whosePointerMovedLast() throws IOException {
    TableIdentity oldest = new TableIdentity("aaaa", 2);
    used(P + "/g00007-aaaa-ab", oldest);
    files.now += 1;
    used(P + "/g00001-beef", EARLIER);
    files.now += 1;
    used(P + "/g00002-beef-cd", EARLIER);
    files.with(P + "/g00003-beef-ef/b00000-v0000001.parquet");
    PartitionData data = PartitionData.list(files, P);
    assertThat(data.newestOfOthers(TABLE).orElseThrow().name()).isEqualTo("g00002-beef-cd");
    assertThat(data.newest(TABLE)).isEmpty();
    assertThat(data.others(TABLE)).containsExactlyInAnyOrder("aaaa", "beef");
    assertThat(data.newest(oldest).orElseThrow().number()).isEqualTo(7);
  }

  /** Rows would be searched for in other buckets than they are in, and written again. */
  @Test
  void refusesTheDataOfATable_withAnotherNumberOfBuckets() throws IOException {
    used(P + "/g00001-beef", new TableIdentity("beef", 3));
    PartitionData data = PartitionData.list(files, P);
    assertThatThrownBy(() -> data.newestOfOthers(TABLE))
        .isInstanceOf(HiveException.class)
        .hasMessage(
            "/t/day=1 holds data of an earlier table with 3 buckets, but this table has 2: create the table again with 3 buckets.");
  }

  @ParameterizedTest
  @CsvSource({
    "/t,/t/,true",
    "file:/t,/t,true",
    "file:///t/,/t,true",
    "file://t,/t,true",
    "/t,/T,false",
    "/t/a,/t,false",
    "hdfs://n/t,/t,false",
    "s3a://b/t/,s3a://b/t,true"
  })
  void comparesPaths_thatTheMetastoreSpellsInDifferentWays(String one, String other, boolean same) {
    assertThat(StorePath.same(one, other)).isEqualTo(same);
    assertThat(StorePath.same(other, one)).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource({"/t/a,/t,true", "/ta,/t,false", "/t,/t,false", "file:/t/a/,/t/,true", "/,/t,false"})
  void knowsWhatIsBelowADirectory(String path, String directory, boolean below) {
    assertThat(StorePath.isBelow(path, directory)).isEqualTo(below);
  }

  private void used(String generation, TableIdentity by) {
    files.with(generation + "/" + by.pointedMarkName("x" + names.incrementAndGet()));
  }

  private List<TableFinding> check(String location) throws IOException {
    return new CheckTable<>(files, new Format(), new Entry(location), staging, TABLE)
        .check("p", "day=1");
  }

  /** The only entry of the metastore. */
  private record Entry(String path) implements PartitionEntries<String> {
    @Override
    public String directory(String partition) {
      return P;
    }

    @Override
    public Optional<String> location(String partition) {
      return Optional.ofNullable(path);
    }

    @Override
    public void put(String partition, PartitionGeneration generation) {
      throw new UnsupportedOperationException();
    }
  }

  /** A file is a seal if an empty file with the prefix {@code _sealed-} is next to it. */
  private final class Format implements RowFormat<RowKey> {
    @Override
    public FileSummary summary(String file) {
      return new FileSummary(
          KeyIndex.of(new long[0]),
          files.has(file.replace("/b0", "/_sealed-b0")) ? "g00002-0f3a-ab" : null);
    }

    @Override
    public RowKey keyOf(RowKey row) {
      return row;
    }

    @Override
    public void write(String file, List<RowKey> rows) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void writeSeal(String file, String successor) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Set<RowKey> existing(String file, Set<RowKey> wanted) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void merge(List<String> all, String to) {
      throw new UnsupportedOperationException();
    }
  }
}
