package dev.tally.scenarios.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.scenarios.chaos.Schedule.Step;
import dev.tally.scenarios.chaos.Schedule.Victim;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final List<Schedule> HUNDRED =
      LongStream.rangeClosed(1, 100).mapToObj(Schedule::of).toList();

  private static List<Step> steps() {
    return HUNDRED.stream().flatMap(schedule -> schedule.steps().stream()).toList();
  }

  @Test
  void isAFunctionOfTheSeed() {
    assertThat(LongStream.rangeClosed(1, 100).mapToObj(Schedule::of).toList()).isEqualTo(HUNDRED);
    assertThat(HUNDRED.stream().map(Schedule::steps).distinct().count()).isGreaterThan(90);
  }

  @Test
  void aHundredSeedsKillInsideAFlushOften_andRestoreTheLastCheckpointAndOlderOnes() {
    assertThat(steps()).filteredOn(Step::insideFlush).hasSizeGreaterThan(40);
    assertThat(steps())
        .filteredOn(step -> step.victim() != Victim.BROKER && !step.restoresOlder())
        .hasSizeGreaterThan(50);
    assertThat(HUNDRED).filteredOn(Schedule::restoresOlder).hasSizeBetween(30, 50);
    assertThat(steps()).extracting(Step::victim).contains(Victim.values());
  }

  @Test
  void onlyTheLastStepRestoresAnOlderCheckpoint_forAJobThatRefusesDoesNotGoOn() {
    for (Schedule schedule : HUNDRED) {
      List<Step> before = schedule.steps().subList(0, schedule.steps().size() - 1);
      assertThat(before).noneMatch(Step::restoresOlder);
    }
  }
}
