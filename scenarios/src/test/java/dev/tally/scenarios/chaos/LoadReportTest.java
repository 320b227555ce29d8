package dev.tally.scenarios.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.scenarios.chaos.LoadReport.End;
import dev.tally.scenarios.chaos.LoadSchedule.Kind;
import dev.tally.scenarios.chaos.LoadSchedule.ScheduledFault;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LoadReportTest {
  private static final Balance ONE_LOST = new Balance(1, 0);
  private static final Balance ONE_TWICE = new Balance(0, 1);
  private static final End SOUND = end(Balance.EXACT, Balance.EXACT, Balance.EXACT, Balance.EXACT);

  @Test
  void isSoundIfAllIs() {
    LoadReport report = report(SOUND);
    report.fault(Kind.COMMITTED, true);
    report.fault(Kind.BROKER, false);
    assertThat(report.sound()).isTrue();
    assertThat(report.lines()).last().isEqualTo("faults=2 lost=0 duplicated=0");
  }

  @Test
  void isNotSoundIfAnythingIsNot() {
    List<End> ends =
        List.of(
            end(ONE_LOST, Balance.EXACT, Balance.EXACT, Balance.EXACT),
            end(Balance.EXACT, ONE_TWICE, Balance.EXACT, Balance.EXACT),
            end(Balance.EXACT, Balance.EXACT, ONE_TWICE, Balance.EXACT),
            end(Balance.EXACT, Balance.EXACT, Balance.EXACT, ONE_LOST),
            exactEnd(1, 0, false),
            exactEnd(0, 1, false),
            exactEnd(0, 0, true));
    assertThat(ends).noneMatch(End::sound).noneMatch(end -> report(SOUND, end).sound());
  }

  @Test
  void isNotSoundIfNothingRan_orAKillMissedItsCommit_orNothingWasCompacted() {
    LoadReport missed = report(SOUND);
    missed.fault(Kind.STAGED, false);
    LoadReport uncompacted = new LoadReport();
    uncompacted.add(SOUND);
    assertThat(List.of(report(), missed, uncompacted)).noneMatch(LoadReport::sound);
  }

  @Test
  void nineSeedsBeginWithNineKinds_andTheNextNineWithoutTheOtherJobsHive() {
    assertThat(LongStream.range(9, 18).mapToObj(seed -> LoadSchedule.of(seed, false)))
        .allMatch(LoadSchedule::alone)
        .extracting(schedule -> schedule.faults().get(0))
        .extracting(ScheduledFault::kind)
        .containsExactlyInAnyOrderElementsOf(Kind.of(false));
    assertThat(LongStream.range(18, 27).mapToObj(seed -> LoadSchedule.of(seed, false)))
        .noneMatch(LoadSchedule::alone);
  }

  @Test
  void tenSeedsWithClickHouseBeginWithTenKinds() {
    assertThat(LongStream.range(10, 20).mapToObj(seed -> LoadSchedule.of(seed, true)))
        .allMatch(LoadSchedule::alone)
        .extracting(schedule -> schedule.faults().get(0))
        .extracting(ScheduledFault::kind)
        .containsExactlyInAnyOrder(Kind.values());
  }

  private static End end(Balance hive, Balance pinot, Balance clickHouse, Balance topics) {
    return new End(hive, pinot, clickHouse, topics, 0, 0, 0, false, 9);
  }

  private static End exactEnd(long vanished, long longRegressions, boolean unfinished) {
    return new End(
        Balance.EXACT,
        Balance.EXACT,
        Balance.EXACT,
        Balance.EXACT,
        0,
        vanished,
        longRegressions,
        unfinished,
        9);
  }

  private static LoadReport report(End... ends) {
    LoadReport report = new LoadReport();
    report.compacted(1);
    List.of(ends).forEach(report::add);
    return report;
  }
}
