package dev.tally.operations.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.operations.plan.Trap.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrapsTest {
  private static final double DAY = 86_400;

  private static List<String> problems(Map<Knob, Double> values) {
    return Knob.plan(values).traps().stream()
        .filter(trap -> trap.kind() == Kind.PROBLEM)
        .map(Trap::id)
        .toList();
  }

  @Test
  void areNoProblems_withTheDefaults() {
    assertThat(problems(Knob.defaults())).isEmpty();
  }

  @Test
  void areListed_inEveryPlan() {
    assertThat(Knob.plan(Knob.defaults()).traps())
        .extracting(Trap::id)
        .contains("partitions_never_change", "far_future_value", "other_partitioners");
  }

  @Test
  void findATtlBelowTheReplayHorizon() {
    assertThat(problems(Knob.KEY_TTL.at(7 * DAY)))
        .containsExactly("ttl_below_replay_horizon", "ttl_of_a_revision");
    assertThat(problems(Knob.KEY_TTL.at(7.25 * DAY))).containsExactly("ttl_of_a_revision");
  }

  @Test
  void findARetentionThatIsShorterThanTheAgeOfEvents() {
    assertThat(problems(Knob.MAX_EVENT_AGE.at(91 * DAY))).contains("retention_below_event_age");
    assertThat(problems(Knob.KAFKA_RETENTION.at(60))).containsExactly("kafka_retention_too_short");
  }

  @Test
  void findFullCheckpointsThatAreTooLarge() {
    assertThat(problems(Knob.EVENTS_PER_SECOND.at(1_500))).isEmpty();
    assertThat(problems(Knob.EVENTS_PER_SECOND.at(100_000))).containsExactly("full_checkpoints");
    Map<Knob, Double> rare = Knob.EVENTS_PER_SECOND.at(100_000);
    rare.put(Knob.CHECKPOINT_SECONDS, 900.0);
    assertThat(problems(rare)).isEmpty();
  }
}
