package dev.tally.scenarios.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleOutcomeTest {
  private static ScheduleOutcome of(boolean mayRepeat, long lost, long duplicated) {
    return new ScheduleOutcome(false, false, mayRepeat, 10, lost, duplicated, 0, 0, false);
  }

  @Test
  void repeatedRecordsAreSound_onlyIfTheJobMustWriteThemAgain() {
    assertThat(of(true, 0, 3).sound()).isTrue();
    assertThat(of(true, 0, 3).exactlyOnce()).isFalse();
    assertThat(of(true, 0, 3)).hasToString("written again, 10 records");
    assertThat(of(false, 0, 3).sound()).isFalse();
    assertThat(of(true, 1, 3).sound()).isFalse();
    assertThat(of(true, 0, 0).exactlyOnce()).isTrue();
  }

  @Test
  void theReportIsSound_ifRecordsWereWrittenAgain() {
    ChaosReport report = new ChaosReport();
    report.add(of(true, 0, 3));
    assertThat(report.sound()).isTrue();
    report.add(of(false, 0, 3));
    assertThat(report.sound()).isFalse();
  }
}
