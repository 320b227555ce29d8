package dev.tally.operations.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CapacityPlanTest {
  private static final double MILLION = 1e6;

  private static CapacityPlan planOf(Knob knob, double value) {
    return Knob.plan(knob.at(value));
  }

  /** The column of docs/scaling.md for a million events per second, 6 h and EXACTLY_ONCE. */
  @ParameterizedTest
  @CsvSource({
    "aggregation, cores, 14",
    "aggregation, slots, 32",
    "aggregation, remembered_ids, 27e9",
    "aggregation, id_state, 577.8e9",
    "aggregation, index_heap, 648e9",
    "aggregation, incremental_checkpoint, 2.51e9",
    "aggregation, network, 811e6",
    "aggregation, restart, 228",
    "kafka, partitions, 64",
    "kafka, write_bandwidth, 428e6",
    "attribution, touches, 1.227e11",
  })
  void agreesWithTheModelInScaling(String section, String id, double expected) {
    assertThat(planOf(Knob.EVENTS_PER_SECOND, MILLION).value(section, id))
        .isCloseTo(expected, within(expected * 0.01));
  }

  @Test
  void hasNoLoad_withoutEvents() {
    CapacityPlan plan = planOf(Knob.EVENTS_PER_SECOND, 0);

    assertThat(plan.value("aggregation", "remembered_ids")).isZero();
    assertThat(plan.value("aggregation", "checkpoint")).isZero();
    assertThat(plan.value("pinot", "keys")).isZero();
    assertThat(plan.value("aggregation", "slots")).isEqualTo(1);
    assertThat(plan.value("kafka", "partitions")).isEqualTo(4);
    assertThat(plan.value("pinot", "servers")).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Knob.class)
  void hasOnlyFiniteValues_withTheHighestInput(Knob knob) {
    assertThat(planOf(knob, knob.highest()).sections())
        .flatExtracting(Section::estimates)
        .extracting(Estimate::value)
        .allSatisfy(value -> assertThat(value).isFinite().isNotNegative());
  }

  @Test
  void staysFinite_withAllInputsAtTheirHighest() {
    Map<Knob, Double> all = Knob.defaults();
    all.replaceAll((knob, value) -> knob.highest());
    assertThat(PlanJson.of(Knob.plan(all))).doesNotContain("NaN", "Infinity");
    assertThat(PlanText.lines(Knob.plan(all))).noneMatch(line -> line.contains("NaN"));
  }

  @ParameterizedTest
  @EnumSource(Knob.class)
  void refusesANegativeInput_andNamesTheOption(Knob knob) {
    assertThatThrownBy(() -> planOf(knob, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--")
        .hasMessageContaining("is out of range: use a");
  }

  @Test
  void refusesInputsThatAreNotANumber() {
    assertThatThrownBy(() -> planOf(Knob.ADS, Double.NaN))
        .hasMessageContaining("--ads=NaN is out of range: use a number from 0 to");
    assertThatThrownBy(() -> planOf(Knob.EVENTS_PER_SECOND, Double.POSITIVE_INFINITY))
        .hasMessageContaining("--eventsPerSecond=Infinity");
  }

  @Test
  void dividesTheEventsIntoTopics_ifAJobWouldNeedMoreThan32Subtasks() {
    CapacityPlan plan = planOf(Knob.EVENTS_PER_SECOND, 5 * MILLION);

    assertThat(plan.value("kafka", "raw_topics")).isEqualTo(3);
    assertThat(plan.value("aggregation", "slots")).isEqualTo(96);
    assertThat(plan.traps()).extracting(Trap::id).contains("more_than_32_subtasks");
  }

  @Test
  void usesTheRowsThatWereMeasured() {
    Map<Knob, Double> values = Knob.ROWS_PER_MINUTE.at(600);
    values.put(Knob.PINOT_RETENTION, 3_600.0);
    assertThat(Knob.plan(values).value("pinot", "keys")).isEqualTo(36_000);
    values.put(Knob.ORDERS_PER_SECOND, 2.0);
    assertThat(Knob.plan(values).value("pinot", "keys")).isEqualTo(43_200);
  }

  @Test
  void keepsKeysForTheTtl_ifItIsShorterThanTheRetention() {
    Map<Knob, Double> values = Knob.KEY_TTL.at(86_400);
    assertThat(Knob.plan(values).value("pinot", "key_window")).isEqualTo(86_400);
    values.put(Knob.KEY_TTL, 1e8);
    assertThat(Knob.plan(values).value("pinot", "key_window")).isEqualTo(90 * 86_400);
  }

  @Test
  void countsARowOnceInEachRegion() {
    double one = planOf(Knob.ADS, 1_000).value("pinot", "keys");
    double two = planOf(Knob.REGIONS, 2).value("pinot", "keys");
    assertThat(two / one).isCloseTo(2, within(0.01));
  }
}
