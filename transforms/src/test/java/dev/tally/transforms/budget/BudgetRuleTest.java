package dev.tally.transforms.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BudgetRuleTest {
  private static final long BUDGET = 1_000;

  @Test
  void isActive_whileSpendAndBoundAreBelowTheBudget() {
    assertThat(BudgetRule.leftWhenExhausted(null, 899, BUDGET, 50, 100)).isNull();
  }

  @Test
  void isExhausted_whenSpendAndBoundReachTheBudget() {
    assertThat(BudgetRule.leftWhenExhausted(null, 900, BUDGET, 50, 100)).isEqualTo(100);
    assertThat(BudgetRule.leftWhenExhausted(null, 1_000, BUDGET, 0, 0)).isZero();
  }

  @Test
  void isNeverExhausted_withoutABudget() {
    assertThat(BudgetRule.leftWhenExhausted(null, 900, 0, 50, 100)).isNull();
    assertThat(BudgetRule.leftWhenExhausted(100L, 900, 0, 50, 100)).isNull();
  }

  @Test
  void staysExhausted_whenOnlyTheRateFalls() {
    assertThat(BudgetRule.leftWhenExhausted(100L, 900, BUDGET, 1, 2)).isEqualTo(100);
  }

  @Test
  void isActiveAgain_whenACorrectionOrANewBudgetFreesSome() {
    assertThat(BudgetRule.leftWhenExhausted(100L, 850, BUDGET, 50, 100)).isNull();
    assertThat(BudgetRule.leftWhenExhausted(100L, 950, 2 * BUDGET, 50, 100)).isNull();
  }

  @Test
  void staysExhausted_whenWhatIsFreedIsWithinTheBound() {
    assertThat(BudgetRule.leftWhenExhausted(100L, 850, BUDGET, 80, 160)).isEqualTo(100);
  }

  @Test
  void isActiveAgain_whenItSpendsNothingAndMoreThanTwoPercentAreLeft() {
    assertThat(BudgetRule.leftWhenExhausted(100L, 979, BUDGET, 0, 0)).isNull();
    assertThat(BudgetRule.leftWhenExhausted(100L, 980, BUDGET, 0, 0)).isEqualTo(100);
  }
}
