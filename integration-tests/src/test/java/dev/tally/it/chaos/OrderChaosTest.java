package dev.tally.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.scenarios.chaos.OrderChaos;
import dev.tally.scenarios.chaos.OrderChaosReport;
import dev.tally.scenarios.chaos.OrderPhase;
import dev.tally.scenarios.chaos.OrderPhase.Kind;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Runs the short form of {@code ./tally chaos orders}: through the real job, Kafka, Flink and order
 * service, no order is lost and every order gets its details, whatever happens to the service.
 */
@Tag("integration")
@Isolated("injects faults at points in time")
class OrderChaosTest {
  private static final Duration EACH = Duration.ofSeconds(4);

  @Test
  void losesNoOrder_andKeepsCompletingCheckpoints_whateverTheServiceDoes() throws Exception {
    OrderChaosReport report =
        new OrderChaos(ChaosStack.get(), 20, System.out::println)
            .run(
                Stream.of(Kind.AS_USUAL, Kind.DOWN, Kind.SLOW, Kind.FAILING, Kind.HANGING)
                    .map(kind -> new OrderPhase(kind, EACH))
                    .toList());
    List<String> lines = report.lines();
    lines.forEach(System.out::println);
    assertThat(report.sound()).as(String.join("\n", lines)).isTrue();
    assertThat(lines.get(lines.size() - 1))
        .contains(" lost=0 pending=0 conflicting=0 repeated=0 ")
        .endsWith(" dropped=0");
  }
}
