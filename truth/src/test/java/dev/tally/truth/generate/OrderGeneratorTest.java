package dev.tally.truth.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class OrderGeneratorTest {
  private static final Plan DAY =
      Plan.builder()
          .events(20_000)
          .ads(60)
          .campaigns(20)
          .stores(8)
          .users(150)
          .lateShare(0.05)
          .orders(OrderPlan.of(3_000))
          .build();
  private static final OrderRuns RUN = OrderRuns.of(DAY);
  private static final OrderRecount RECOUNT = OrderRecount.of(RUN);

  @Provide
  Arbitrary<Plan> plans() {
    return Combinators.combine(
            Plans.any(),
            Arbitraries.integers().between(1, 60),
            Arbitraries.integers().between(0, 40),
            Arbitraries.doubles().between(0, 1),
            Arbitraries.doubles().between(0, 1),
            Arbitraries.doubles().between(0, 1))
        .as(
            (plan, orders, changes, cancelled, late, copies) ->
                plan.toBuilder()
                    .orders(
                        OrderPlan.of(orders).toBuilder()
                            .campaignChanges(changes)
                            .cancelledShare(cancelled)
                            .lateShare(late)
                            .earlyShare(late / 2)
                            .copyShare(copies)
                            .build())
                    .build());
  }

  @Property(tries = 80)
  void truthAndSummary_areWhatAnIndependentRecountFinds(@ForAll("plans") Plan plan) {
    OrderRuns run = OrderRuns.of(plan);
    OrderSummary summary = run.orderSummary();
    OrderRecount recount = OrderRecount.of(run);

    assertThat(run.truthRows()).isEqualTo(recount.rows());
    assertThat(run.truthRows()).hasSize(plan.orders().count()).isSorted();
    assertThat(summary.tooOld()).isEqualTo(recount.tooOld);
    assertThat(summary.duplicates()).isEqualTo(recount.duplicates);
    assertThat(summary.lines())
        .isEqualTo(run.orders().size())
        .isEqualTo(
            summary.orders() + summary.cancelled() + summary.duplicates() + summary.tooOld());
    assertThat(summary.orders())
        .isEqualTo(summary.credited() + summary.uncredited() + summary.cancelled());
    assertThat(summary.campaignLines()).isEqualTo(run.campaigns().size());
  }

  @Property(tries = 50)
  void brokerTimes_neverFall(@ForAll("plans") Plan plan) {
    OrderRuns run = OrderRuns.of(plan);

    assertThat(run.orders()).extracting(Plans.Line::brokerTime).isSorted();
    assertThat(run.campaigns()).extracting(Plans.Line::brokerTime).isSorted();
  }

  @Property(tries = 20)
  void samePlan_givesTheSameBytes(@ForAll("plans") Plan plan) {
    assertThat(digest(OrderRuns.of(plan))).isEqualTo(digest(OrderRuns.of(plan)));
  }

  @Example
  void truthOfADay_isWhatTheRecountFinds() {
    assertThat(RUN.truthRows()).isEqualTo(RECOUNT.rows());
  }

  @Example
  void bytes_areTheSameOnEveryMachine() {
    assertThat(digest(RUN))
        .isEqualTo("f2aff54e9a20d70941358df27e029512909ef503510b78ab0de8107c38f5909f");
  }

  /** Otherwise the comparison with the truth would not detect an error in some rule. */
  @Example
  void everyRule_isTestedByManyOrders() {
    OrderSummary summary = RUN.orderSummary();

    assertThat(summary.creditedToClicks()).isBetween(500L, 1_500L);
    assertThat(summary.creditedToImpressions()).isBetween(500L, 2_000L);
    assertThat(summary.uncredited()).isBetween(300L, 900L);
    assertThat(summary.uncreditedDespiteTouches()).isGreaterThan(200);
    assertThat(summary.cancelled()).isBetween(180L, 300L);
    assertThat(summary.late()).isBetween(90L, 200L);
    assertThat(summary.beforeTheirTouch()).isGreaterThan(40);
    assertThat(summary.atTheirTouch()).isGreaterThan(40);
    assertThat(summary.atTheEdge()).isGreaterThan(40);
    assertThat(summary.beyondTheEdge()).isGreaterThan(100);
    assertThat(summary.tied()).isGreaterThan(40);
    assertThat(summary.decidedByCampaigns()).isGreaterThan(300);
    assertThat(summary.duplicates()).isGreaterThan(100);
    assertThat(summary.tooOld()).isPositive();
  }

  @Property
  void truth_tellsEveryWrongRule(@ForAll("mistakes") Mistake mistake) {
    List<String> wrong = RECOUNT.by(mistake).rows();

    assertThat(wrong).hasSameSizeAs(RUN.truthRows());
    assertThat(wrong).as("the rows by a wrong rule").isNotEqualTo(RUN.truthRows());
  }

  @Provide
  Arbitrary<Mistake> mistakes() {
    return Arbitraries.of(
        Arrays.stream(Mistake.values()).filter(mistake -> mistake != Mistake.NONE).toList());
  }

  private static String digest(OrderRuns run) {
    Sha256 sha = new Sha256();
    for (List<Plans.Line> lines : List.of(run.events(), run.campaigns(), run.orders())) {
      lines.forEach(line -> sha.add(Long.toString(line.brokerTime())).add(line.value()));
    }
    return sha.add(run.truthCsv()).add(SummaryJson.text(run.summary())).hex();
  }
}
