package dev.tally.truth.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
  @Test
  void defaults_hold() {
    Plan plan = Plan.builder().build();

    assertThat(plan.regions()).containsExactly("us-east");
    assertThat(plan.span()).isEqualTo(Duration.ofHours(24));
    assertThat(plan.toBuilder().build()).isEqualTo(plan);
  }

  @Test
  void everyProblem_isNamedAtOnce() {
    Plan.Builder wrong =
        Plan.builder()
            .events(0)
            .ads(5)
            .campaigns(6)
            .stores(7)
            .users(0)
            .regions(List.of("US", "b", "b"))
            .start(Instant.EPOCH)
            .span(Duration.ZERO)
            .zipfExponent(-1)
            .clickShare(1.5)
            .duplicateShare(Double.NaN)
            .lateShare(-0.1)
            .malformedShare(2)
            .maxEventAge(Duration.ofHours(1))
            .maxDelay(Duration.ofHours(2))
            .maxCopyDelay(Duration.ofNanos(1_000_001))
            .maxClockSkew(Duration.ofDays(2))
            .orders(
                OrderPlan.of(-1).toBuilder()
                    .cancelledShare(2)
                    .viewWindow(Duration.ofDays(-1))
                    .build());

    assertThatThrownBy(wrong::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "events must be from 1",
            "campaigns must be from 1 to 5, is 6",
            "stores must be",
            "users must be",
            "region must be 1 to 64 lower-case letters, digits and hyphens, is 'US'",
            "regions must not repeat",
            "start must be",
            "span must be",
            "zipfExponent must be",
            "clickShare must be from 0 to 1, is 1.5",
            "duplicateShare must be",
            "lateShare must be",
            "malformedShare must be",
            "maxDelay must be whole milliseconds from PT0S to PT1H, is PT2H",
            "maxCopyDelay must be",
            "maxClockSkew must be",
            "orders must be from 0",
            "cancelledShare must be from 0 to 1",
            "viewWindow must be");
  }

  @Test
  void regions_areCopied() {
    List<String> regions = new ArrayList<>(List.of("us-east"));
    Plan plan = Plan.builder().regions(regions).build();
    regions.add("us-west");

    assertThat(plan.regions()).containsExactly("us-east");
  }
}
