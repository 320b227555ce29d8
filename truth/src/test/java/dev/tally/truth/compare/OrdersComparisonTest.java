package dev.tally.truth.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrdersComparisonTest {
  private static final String HEADER = "order_id,status,touch_event_id";

  @TempDir Path dir;
  private OrdersComparison comparison;

  @BeforeEach
  void threeOrders() throws IOException {
    comparison =
        OrdersComparison.with(
            truth(HEADER, "o-1,placed,click-1", "o-2,placed,", "o-3,cancelled,"), "last_touch");
  }

  @Test
  void isContent_whenTheHighestRevisionsSayTheTruth_inAnyOrderAndRepeated() {
    comparison.add(row("u-1", 9, "o-1", "placed", "click-1"));
    comparison.add(row("u-1", 4, "o-1", "placed", "impression-1"));
    comparison.add(row("u-1", 9, "o-1", "placed", "click-1"));
    comparison.add(row("u-2", 0, "o-2", "placed", ""));
    comparison.add(row("u-3", 5, "o-3", "placed", "click-3"));
    comparison.add(row("u-3", 8, "o-3", "cancelled", ""));

    assertThat(comparison.differences().none()).isTrue();
    assertThat(comparison.differences().line()).isEqualTo("missing=0 extra=0 different=0 rows=3");
    assertThat(comparison.found()).isEqualTo(new OrdersFound(6, 5, 1, 1, 1));
    assertThat(comparison.found().line())
        .isEqualTo("6 records, 5 revisions: 1 orders credited, 1 not, 1 cancelled");
  }

  @Test
  void tellsWhatIsMissingExtraAndDifferent() {
    comparison.add(row("u-1", 9, "o-1", "placed", "click-2"));
    comparison.add(row("u-2", 0, "o-2", "placed", ""));
    comparison.add(row("u-4", 0, "o-4", "placed", ""));

    Differences found = comparison.differences();
    assertThat(found.line()).isEqualTo("missing=1 extra=1 different=1 rows=3");
    assertThat(found.examples())
        .containsExactly(
            "missing: o-3,cancelled,",
            "different: o-1,placed,click-2, must be o-1,placed,click-1",
            "extra: o-4,placed,");
  }

  @Test
  void tellsARevisionWithTwoContents_alsoWhereAHigherOneIsRight() {
    comparison.add(row("u-1", 4, "o-1", "placed", "impression-1"));
    comparison.add(row("u-1", 4, "o-1", "placed", "impression-2"));
    comparison.add(row("u-1", 9, "o-1", "placed", "click-1"));

    assertThat(comparison.differences().different()).isEqualTo(1);
    assertThat(comparison.differences().examples()).anyMatch(e -> e.contains("two contents"));
  }

  /** The records have a column that the truth file does not have. */
  @Test
  void tellsTwoContents_thatDifferInAColumnTheTruthDoesNotHave() {
    OrderRow row = row("u-2", 0, "o-2", "placed", "");
    Map<OrderColumn, String> other = new EnumMap<>(row.values());
    other.put(OrderColumn.REGION, "us-west");
    comparison.add(row);
    comparison.add(new OrderRow("u-2", 0, other));

    assertThat(comparison.differences().different()).isEqualTo(1);
  }

  @Test
  void tellsAnOrderThatStandsUnderTwoRecordUuids() {
    comparison.add(row("u-1", 9, "o-1", "placed", "click-1"));
    comparison.add(row("u-x", 9, "o-1", "placed", "click-1"));

    assertThat(comparison.differences().different()).isEqualTo(1);
  }

  @Test
  void leavesOutRecordsOfOtherModels() {
    isContent_whenTheHighestRevisionsSayTheTruth_inAnyOrderAndRepeated();
    Map<OrderColumn, String> other = new EnumMap<>(row("l", 1, "o-1", "placed", "").values());
    other.put(OrderColumn.MODEL, "linear");
    comparison.add(new OrderRow("l", 1, other));

    assertThat(comparison.differences().none()).isTrue();
  }

  @Test
  void recognisesATruthByItsHeader() throws IOException {
    assertThat(OrdersTruth.hasOrders(file(HEADER))).isTrue();
    assertThat(OrdersTruth.hasOrders(file("ad_id,clicks", "ad-1,2"))).isFalse();
    assertThat(OrdersTruth.hasOrders(file())).isFalse();
  }

  @Test
  void refusesAMalformedTruth_andSaysWhere() {
    assertThatThrownBy(() -> truth(HEADER, "o-1,placed"))
        .hasMessageContainingAll("truth.csv, line 2", "expected 3 fields, found 2");
    assertThatThrownBy(() -> truth(HEADER, "o-1,placed,", "o-1,placed,"))
        .hasMessageContainingAll("line 3", "the same order");
    assertThatThrownBy(() -> truth("order_id,colour")).hasMessageContaining("column colour");
    assertThatThrownBy(() -> truth("status,order_id")).hasMessageContaining("begin with order_id");
  }

  private OrdersTruth truth(String... lines) throws IOException {
    return OrdersTruth.read(file(lines));
  }

  private Path file(String... lines) throws IOException {
    return Files.write(dir.resolve("truth.csv"), List.of(lines));
  }

  private static OrderRow row(
      String uuid, long revision, String order, String status, String touch) {
    Map<OrderColumn, String> values = new EnumMap<>(OrderColumn.class);
    values.put(OrderColumn.MODEL, "last_touch");
    values.put(OrderColumn.ORDER_ID, order);
    values.put(OrderColumn.STATUS, status);
    if (!touch.isEmpty()) {
      values.put(OrderColumn.TOUCH_EVENT_ID, touch);
    }
    return new OrderRow(uuid, revision, values);
  }
}
