package dev.tally.scenarios.chaos;

import java.util.List;

/**
 * Sums up the outcomes of all schedules.
 *
 * @param faults number of processes that were killed
 * @param wrong number of campaigns whose spend differs from what was sent
 * @param repeated number of records that repeat the record UUID and revision of another one
 * @param decreased number of records whose revision or spend is lower than that of an earlier one
 * @param campaigns number of campaigns that were compared
 */
public record BudgetChaosReport(
    int schedules, int faults, long wrong, long repeated, long decreased, long campaigns)
    implements ChaosResult {
  static final BudgetChaosReport NONE = new BudgetChaosReport(0, 0, 0, 0, 0, 0);

  BudgetChaosReport plus(BudgetChaosReport other) {
    return new BudgetChaosReport(
        schedules + other.schedules,
        faults + other.faults,
        wrong + other.wrong,
        repeated + other.repeated,
        decreased + other.decreased,
        campaigns + other.campaigns);
  }

  @Override
  public boolean sound() {
    return campaigns > 0 && wrong + repeated + decreased == 0;
  }

  @Override
  public List<String> lines() {
    return List.of(
        "schedules=%d faults=%d campaigns=%d wrong=%d repeated=%d decreased=%d"
            .formatted(schedules, faults, campaigns, wrong, repeated, decreased));
  }
}
