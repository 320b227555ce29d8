package dev.tally.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.scenarios.chaos.BudgetChaos;
import dev.tally.scenarios.chaos.BudgetChaosReport;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Runs one seed of {@code ./tally chaos budget}: no kill changes the spend of a campaign. */
@Tag("integration")
@Isolated("injects faults at points in time")
class BudgetChaosTest {
  @Test
  void theSpendIsExact_whateverIsKilled() throws Exception {
    BudgetChaosReport report =
        new BudgetChaos(ChaosStack.get(), System.out::println).run(LongStream.of(1));
    List<String> lines = report.lines();
    assertThat(report.sound()).as(String.join("\n", lines)).isTrue();
  }
}
