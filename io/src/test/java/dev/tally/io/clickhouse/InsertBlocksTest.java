package dev.tally.io.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;

class InsertBlocksTest {
  private static final long DAY = 86_400_000;

  @Test
  void rowsOfFewDaysAreOneInsert() {
    List<Row> rows = rows(2 * InsertBlocks.MOST_DAYS, DAY / 2);
    assertThat(InsertBlocks.of(rows, "at")).hasSize(1);
  }

  @Test
  void rowsOfManyDaysAreSeveralInserts_withEveryRowOnce() {
    List<Row> rows = rows(2 * InsertBlocks.MOST_DAYS + 1, DAY);
    List<List<Row>> blocks = InsertBlocks.of(rows, "at");
    assertThat(blocks).hasSize(3);
    assertThat(blocks.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void timesBefore1970HaveDaysToo() {
    List<Row> rows = List.of(ReadingTable.row("a", 1, -1), ReadingTable.row("b", 1, 0));
    assertThat(InsertBlocks.of(rows, "at")).hasSize(1).first().isEqualTo(rows);
  }

  private static List<Row> rows(int count, long step) {
    return LongStream.range(0, count)
        .mapToObj(i -> ReadingTable.row("s" + i, 1, i * step))
        .toList();
  }
}
