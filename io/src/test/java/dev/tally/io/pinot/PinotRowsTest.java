package dev.tally.io.pinot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PinotRowsTest {
  private static final PinotRows ROWS =
      new PinotRows(
          List.of("region", "clicks", "sum"),
          List.of("STRING", "LONG", "DOUBLE"),
          List.of(List.of("eu", 3L, 7.0), List.of("us", 4L, 7.5)),
          2);

  @Test
  void reportsThatTheLimitWasReached() {
    assertThat(ROWS.limitReached()).isTrue();
    assertThat(new PinotRows(ROWS.columns(), ROWS.types(), ROWS.rows(), 3).limitReached())
        .isFalse();
  }

  @Test
  void returnsValuesByColumn() {
    assertThat(ROWS.get(1, "region")).isEqualTo("us");
    assertThat(ROWS.getLong(0, "clicks")).isEqualTo(3);
    assertThat(ROWS.getLong(0, "sum")).isEqualTo(7);
  }

  @Test
  void rejectsAValueThatIsNotAWholeNumber() {
    assertThatThrownBy(() -> ROWS.getLong(1, "sum")).hasMessageContaining("7.5");
    assertThatThrownBy(() -> ROWS.get(0, "nothing")).hasMessageContaining("nothing");
  }
}
