package dev.tally.pipelines.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class ProblemsTest {
  private final Problems problems = new Problems();

  @Test
  void readsDurationsInEveryUnit() {
    assertThat(problems.duration("x", "500ms")).isEqualTo(Duration.millis(500));
    assertThat(problems.duration("x", "10s")).isEqualTo(Duration.standardSeconds(10));
    assertThat(problems.duration("x", "5m")).isEqualTo(Duration.standardMinutes(5));
    assertThat(problems.duration("x", "100h")).isEqualTo(Duration.standardHours(100));
    assertThat(problems.duration("x", "7d")).isEqualTo(Duration.standardDays(7));
    problems.throwIfAny();
  }

  @Test
  void tellsAllProblemsAtOnce_eachOnce() {
    problems.duration("maxEventAge", "six hours");
    problems.duration("earlyPane", "-1s");
    problems.require(false, "--bootstrapServers is missing");
    problems.attempt(
        () -> {
          throw new IllegalArgumentException("no such file");
        });
    problems.addAll(List.of("no such file"));
    assertThat(problems.none()).isFalse();
    assertThatThrownBy(problems::throwIfAny)
        .isInstanceOf(InvalidOptions.class)
        .hasMessageContaining("4 problems")
        .hasMessageContaining("--maxEventAge=six hours")
        .hasMessageContaining("--earlyPane=-1s")
        .hasMessageContaining("--bootstrapServers is missing")
        .hasMessageContaining("no such file");
  }
}
