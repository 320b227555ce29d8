package dev.tally.io.pinot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.pinot.segment.spi.partition.MurmurPartitionFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentsTest {
  private static final PinotTable READINGS =
      PinotTable.of("readings", "readings", "kafka:9092", "at").withPrimaryKey("sensor");
  private static final RowColumns COLUMNS = RowColumns.of(READINGS);
  private static final Schema READING =
      Schema.builder()
          .addStringField("sensor")
          .addInt64Field("revision")
          .addInt64Field("at")
          .build();

  @TempDir private Path dir;

  @Property
  void assignsAKeyToTheSamePartitionAsKafkaAndPinot(
      @ForAll String key, @ForAll @IntRange(min = 1, max = 64) int partitions) {
    SegmentId id = new SegmentLayout("x", partitions, 3).segmentOf(key, "all");
    assertThat(id.partition())
        .isEqualTo(BuiltInPartitioner.partitionForKey(key.getBytes(UTF_8), partitions))
        .isEqualTo(new MurmurPartitionFunction(partitions).getPartition(key));
    assertThat(id.segmentNumber()).isBetween(0, 2);
  }

  @Property(tries = 100)
  void selectsTheHighestRevisions_regardlessOfOrderAndRepeats(@ForAll Random random) {
    List<Row> rows = new ArrayList<>();
    IntStream.range(0, 50).forEach(i -> rows.add(reading("s" + i % 7, i)));
    List<Row> wanted = SegmentRows.of(rows, COLUMNS, 7);
    assertThat(wanted).extracting(row -> row.getInt64("revision")).allMatch(r -> r >= 43);
    rows.addAll(List.copyOf(rows));
    Collections.shuffle(rows, random);
    assertThat(SegmentRows.of(rows, COLUMNS, 7)).isEqualTo(wanted).hasSize(7);
  }

  @Test
  void rejectsDifferentRowsOfOneRevision_andTooManyRows() {
    Row other = Row.withSchema(READING).addValues("s", 1L, 8L).build();
    assertThatThrownBy(() -> SegmentRows.of(List.of(reading("s", 1), other), COLUMNS, 9))
        .hasMessageContaining("set a higher revision");
    List<Row> two = List.of(reading("a", 1), reading("b", 1));
    assertThatThrownBy(() -> SegmentRows.of(two, COLUMNS, 1))
        .hasMessageContaining("withSegmentsPerPartition");
  }

  @Test
  void namesSegments_andRejectsUnderscores() {
    SegmentLayout layout = new SegmentLayout("fill", 4, 2);
    assertThat(layout.name(new SegmentId("2026-11-21", 3, 1)))
        .isEqualTo("fill_2026-11-21_p3of4_s1of2");
    assertThatThrownBy(() -> layout.segmentOf("k", "a_b")).hasMessageContaining("letters");
    assertThatThrownBy(() -> new SegmentLayout("a__b", 1, 1)).hasMessageContaining("letters");
  }

  @Test
  void buildsTheSameContentFromTheSameRows_andRejectsSeveralPartitions() throws Exception {
    List<Row> rows = IntStream.range(0, 20).mapToObj(i -> reading("s" + i, 1)).toList();
    Path one = Files.createDirectory(dir.resolve("one"));
    Path two = Files.createDirectory(dir.resolve("two"));
    BuiltSegment built = BuiltSegment.of(READINGS, 1, 0, "fill_all_p0of1_s0of1", rows, one);
    assertThat(built.uploaded())
        .isEqualTo(BuiltSegment.of(READINGS, 1, 0, "fill_all_p0of1_s0of1", rows, two).uploaded());
    assertThat(built.uploaded().rows()).isEqualTo(20);
    Path mixed = Files.createDirectory(dir.resolve("mixed"));
    assertThatThrownBy(() -> BuiltSegment.of(READINGS, 2, 0, "mixed", rows, mixed))
        .isInstanceOf(PinotException.class)
        .hasMessageContaining("not uploaded");
  }

  @Test
  void rejectsATimeThatTheControllerWouldNotAccept() {
    List<Row> rows = List.of(Row.withSchema(READING).addValues("s", 1L, 0L).build());
    assertThatThrownBy(() -> BuiltSegment.of(READINGS, 1, 0, "early", rows, dir))
        .hasMessageContaining("1971");
  }

  private static Row reading(String sensor, long revision) {
    return Row.withSchema(READING).addValues(sensor, revision, 1_767_571_200_000L).build();
  }
}
