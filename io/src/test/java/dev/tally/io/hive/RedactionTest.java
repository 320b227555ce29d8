package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redacts rows in real files, without Hive. */
class RedactionTest {
  private static final Schema ITEM = Schema.builder().addStringField("user").build();
  private static final Schema SCHEMA =
      Schema.builder()
          .addStringField("id")
          .addInt64Field("rev")
          .addNullableField("user", FieldType.STRING)
          .addInt64Field("at")
          .addNullableField("items", FieldType.array(FieldType.row(ITEM)))
          .build();
  private static final KeyFields KEY_FIELDS = new KeyFields("id", "rev");
  private static final TableIdentity TABLE = new TableIdentity("t1", 2);
  private static final Redaction ALICE =
      new Redaction("user", "", "at", (user, at) -> user.equals("alice") && at <= 100);

  @TempDir private Path dir;
  private final LocalTableFileSystem fileLog = new LocalTableFileSystem();
  private final ParquetRows format = new ParquetRows(fileLog, HiveTypes.of(SCHEMA), KEY_FIELDS);
  private String partition = "p";
  private String location;
  private int faultAt = Integer.MAX_VALUE;

  @Test
  void replacesTheTextOfTheMatchingRows_andNothingElse() throws IOException {
    commit(row("a", "alice", 100), row("b", "bob", 100), row("c", "alice", 101), row("d", null, 1));
    String before = location;
    assertThat(edit(ALICE).affected(partition)).isEqualTo(1);
    assertThat(edit(ALICE).apply(partition)).isEqualTo(1);
    assertThat(location).isNotEqualTo(before);
    assertThat(rows())
        .containsExactlyInAnyOrder(
            "a,1,,100,alice", "b,1,bob,100,bob", "c,1,alice,101,alice", "d,1,null,1,none");
    assertThat(edit(ALICE).affected(partition)).isZero();
    assertThat(edit(ALICE).apply(partition)).isZero();
  }

  /** The index of a redacted file has the same keys, so a replay finds all rows. */
  @Test
  void aReplayAddsNoRowAgain_andACorrectionIsANewRow() throws IOException {
    Row[] rows = {row("a", "alice", 1), row("b", "bob", 1)};
    commit(rows);
    edit(ALICE).apply(partition);
    assertThat(commit(rows)).isZero();
    assertThat(rows()).containsExactlyInAnyOrder("a,1,,1,alice", "b,1,bob,1,bob");
    assertThat(commit(row("a", 2, "alice", 1))).isEqualTo(1);
    assertThat(edit(ALICE).apply(partition)).isEqualTo(1);
    assertThat(rows()).containsExactlyInAnyOrder("a,1,,1,alice", "a,2,,1,alice", "b,1,bob,1,bob");
  }

  @Test
  void redactsRowsThatAreCommittedMeanwhile() throws IOException {
    commit(row("a", "alice", 1));
    ParquetRedaction redaction = new ParquetRedaction(fileLog, format, ALICE);
    List<Row> late = new ArrayList<>(List.of(row("b", "alice", 2), row("c", "bob", 2)));
    RowEdit whileOthersCommit =
        new RowEdit() {
          @Override
          public long affected(String file) throws IOException {
            return redaction.affected(file);
          }

          @Override
          public void write(String file, String to) throws IOException {
            redaction.write(file, to);
            commit(late.toArray(Row[]::new));
            late.clear();
          }
        };
    assertThat(new EditPartition<>(log(), whileOthersCommit).apply(partition)).isEqualTo(2);
    assertThat(rows()).containsExactlyInAnyOrder("a,1,,1,alice", "b,1,,2,alice", "c,1,bob,2,bob");
  }

  /** The fault is before each change of the store in turn, until the redaction meets none. */
  @Test
  void isCompletedByTheNextRun_wheneverItCrashes() throws IOException {
    int crashes = 0;
    boolean crashed = true;
    for (int step = 0; crashed; step++) {
      partition = "p" + step;
      location = null;
      commit(row("a", "alice", 1), row("b", "alice", 1));
      commit(row("c", "alice", 1), row("d", "alice", 1));
      faultAt = step;
      crashed = crashes(edit(ALICE));
      crashes += crashed ? 1 : 0;
      faultAt = Integer.MAX_VALUE;
      edit(ALICE).apply(partition);
      assertThat(rows())
          .containsExactlyInAnyOrder(
              "a,1,,1,alice", "b,1,,1,alice", "c,1,,1,alice", "d,1,,1,alice");
    }
    assertThat(crashes).isGreaterThan(10);
  }

  private boolean crashes(EditPartition<String, Row> edit) {
    try {
      edit.apply(partition);
      return false;
    } catch (IOException crash) {
      return true;
    }
  }

  @Test
  void theKeyCannotBeRedacted() {
    assertThatThrownBy(() -> KEY_FIELDS.requireOther("ID"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be redacted");
  }

  private EditPartition<String, Row> edit(Redaction redaction) {
    return new EditPartition<>(log(), new ParquetRedaction(fileLog, format, redaction));
  }

  private int commit(Row... rows) throws IOException {
    int committed = 0;
    for (int bucket = 0; bucket < TABLE.buckets(); bucket++) {
      int number = bucket;
      List<Row> own =
          List.of(rows).stream()
              .filter(row -> KEY_FIELDS.of(row).bucket(TABLE.buckets()) == number)
              .toList();
      if (!own.isEmpty()) {
        committed +=
            new CommitRows<>(log(), CommitListener.none()).commit(partition, bucket, own).rows();
      }
    }
    return committed;
  }

  private PartitionLog<String, Row> log() {
    FileLog faulty = new FaultyFileLog(fileLog, faultAt);
    Staging staging = Staging.of(faulty, dir.toString(), () -> UUID.randomUUID().toString());
    GenerationPins pins =
        new GenerationPins(
            faulty, staging, FileLogClock.of(faulty, staging), Duration.ofMillis(0), () -> {});
    return new PartitionLog<>(
        format, new MetastorePointers<>(format, new Entry(), pins, TABLE), pins, TABLE);
  }

  private List<String> rows() throws IOException {
    List<String> rows = new ArrayList<>();
    for (String name : fileLog.list(location)) {
      if (Bucket.isData(name)) {
        read(location + "/" + name, rows);
      }
    }
    return rows;
  }

  private void read(String file, List<String> rows) throws IOException {
    var input = fileLog.open(file);
    try (ParquetFileReader footer = ParquetFileReader.open(input);
        ParquetReader<Group> groups = GroupRead.of(input, footer.getFileMetaData().getSchema())) {
      for (Group row = groups.read(); row != null; row = groups.read()) {
        boolean hasUser = row.getFieldRepetitionCount("user") > 0;
        String items = String.valueOf(row);
        rows.add(
            "%s,%d,%s,%d,%s"
                .formatted(
                    row.getString("id", 0),
                    row.getLong("rev", 0),
                    hasUser ? row.getString("user", 0) : "null",
                    row.getLong("at", 0),
                    items.contains("alice") ? "alice" : items.contains("bob") ? "bob" : "none"));
      }
    }
  }

  private static Row row(String id, String user, long at) {
    return row(id, 1, user, at);
  }

  /** The items contain the user too, in a field with the same name, which is not redacted. */
  private static Row row(String id, long revision, String user, long at) {
    List<Row> items = List.of(Row.withSchema(ITEM).addValues(user == null ? "none" : user).build());
    return Row.withSchema(SCHEMA).addValues(id, revision, user, at, items).build();
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
}
