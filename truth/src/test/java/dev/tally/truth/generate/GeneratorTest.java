package dev.tally.truth.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GeneratorTest {
  private static final Plan DAY =
      Plan.builder().events(20_000).ads(60).campaigns(20).stores(8).build();

  @Provide
  Arbitrary<Plan> plans() {
    return Plans.any();
  }

  @Property(tries = 400)
  void truthAndSummary_areWhatAnIndependentRecountFinds(@ForAll("plans") Plan plan) {
    Plans.Run run = Plans.run(plan);
    Recount recount = Plans.recount(plan, run.lines());

    assertThat(run.truthRows()).isEqualTo(rowsOf(recount));
    assertThat(run.summary().deadLetters().keySet())
        .isEqualTo(names(RejectionReason.values()))
        .containsAll(recount.deadLetters.keySet());
    assertThat(withoutZeros(run.summary())).isEqualTo(recount.deadLetters);
    assertThat(run.summary().lines()).isEqualTo(recount.lines);
    assertThat(run.summary().accepted()).isEqualTo(recount.accepted).isEqualTo(plan.events());
    assertThat(run.summary().duplicates()).isEqualTo(recount.duplicates);
    assertThat(run.summary().firstBrokerTime().toEpochMilli()).isEqualTo(recount.firstBrokerTime);
    assertThat(run.summary().lastBrokerTime().toEpochMilli()).isEqualTo(recount.lastBrokerTime);
  }

  @Property(tries = 200)
  void summary_addsUp(@ForAll("plans") Plan plan) {
    Plans.Run run = Plans.run(plan);
    Summary summary = run.summary();

    assertThat(summary.lines())
        .isEqualTo(run.lines().size())
        .isEqualTo(summary.accepted() + summary.duplicates() + summary.rejected());
    assertThat(summary.impressions() + summary.clicks()).isEqualTo(summary.accepted());
    assertThat(summary.rows()).isEqualTo(run.truthRows().size());
    assertThat(summary.spendMicros())
        .isEqualTo(
            run.truthRows().stream()
                .mapToLong(row -> Long.parseLong(row.substring(row.lastIndexOf(',') + 1)))
                .sum());
  }

  @Property(tries = 100)
  void brokerTime_neverFalls_norLeavesThePlan(@ForAll("plans") Plan plan) {
    List<Long> times = Plans.run(plan).lines().stream().map(Plans.Line::brokerTime).toList();

    long start = plan.start().toEpochMilli();
    long end = start + plan.span().toMillis() + plan.maxCopyDelay().toMillis();
    assertThat(times).isSorted();
    assertThat(times).allMatch(time -> time >= start && time <= end);
  }

  @Property(tries = 100)
  void truth_doesNotDependOnTheNoise(@ForAll("plans") Plan plan) {
    Plan quiet = plan.toBuilder().duplicateShare(0).malformedShare(0).build();

    assertThat(Plans.run(quiet).truthCsv()).isEqualTo(Plans.run(plan).truthCsv());
    assertThat(Plans.run(quiet).lines()).hasSize((int) plan.events());
  }

  @Property(tries = 100)
  void truth_isTheSame_whicheverPartitionIsReadFirst(
      @ForAll("plans") Plan plan, @ForAll long disorder) {
    Plans.Run run = Plans.run(plan);
    List<Plans.Line> shuffled = new ArrayList<>(run.lines());
    Collections.shuffle(shuffled, new Random(disorder));
    Recount recount = Recount.of(plan);
    shuffled.forEach(line -> recount.outOfOrder(line.brokerTime(), line.value()));

    assertThat(rowsOf(recount)).isEqualTo(run.truthRows());
    assertThat(recount.duplicates).isEqualTo(run.summary().duplicates());
    assertThat(recount.deadLetters).isEqualTo(withoutZeros(run.summary()));
  }

  @Property(tries = 50)
  void samePlan_givesTheSameBytes(@ForAll("plans") Plan plan) {
    assertThat(digest(Plans.run(plan))).isEqualTo(digest(Plans.run(plan)));
  }

  @Example
  void bytes_areTheSameOnEveryMachine() {
    assertThat(digest(Plans.run(DAY)))
        .isEqualTo("bb8712ddbfc16a0848e63dc182e30f9b7db4c33b99eacfba64027af1f3ab80ac");
  }

  @Example
  void otherSeeds_giveOtherLines() {
    assertThat(digest(Plans.run(DAY.toBuilder().seed(2).build())))
        .isNotEqualTo(digest(Plans.run(DAY)));
  }

  @Example
  void noise_isAsPlanned() {
    Summary summary = Plans.run(DAY).summary();

    assertThat(summary.duplicates()).isBetween(90L, 170L);
    assertThat(summary.deadLetters().get("CONFLICTING_COPY")).isBetween(3L, 20L);
    assertThat(summary.rejected()).isBetween(40L, 90L);
    assertThat(summary.clicks()).isBetween(1_250L, 1_550L);
    assertThat(names(RejectionReason.values()))
        .filteredOn(reason -> summary.deadLetters().get(reason) == 0)
        .containsExactlyInAnyOrder("NULL_VALUE", "TOO_LARGE");
  }

  @Example
  void conflictingCopies_differInTimeWithinTheMinuteOrInUser_andInNothingElse() throws Exception {
    Plans.Run run = Plans.run(DAY.toBuilder().duplicateShare(0.5).build());
    Map<String, JsonNode> firsts = new TreeMap<>();
    long otherTime = 0;
    long otherUser = 0;
    for (Plans.Line line : run.lines()) {
      JsonNode event = eventOrNull(line);
      JsonNode first =
          event == null ? null : firsts.putIfAbsent(event.get("event_id").asText(), event);
      if (first != null) {
        assertThat(rowPart(event)).isEqualTo(rowPart(first));
        otherTime += event.get("event_time").equals(first.get("event_time")) ? 0 : 1;
        otherUser += event.get("user_id").equals(first.get("user_id")) ? 0 : 1;
      }
    }
    assertThat(otherTime).isGreaterThan(100);
    assertThat(otherUser).isGreaterThan(100);
    assertThat(otherTime + otherUser)
        .isEqualTo(run.summary().deadLetters().get("CONFLICTING_COPY"));
  }

  @Example
  void staleCopies_areTooOld() {
    Plan plan = DAY.toBuilder().malformedShare(0).duplicateShare(0.3).build();

    assertThat(Plans.run(plan).summary().deadLetters().get("TOO_OLD")).isGreaterThan(50);
  }

  @Example
  void nightIsQuieterThanDay() {
    Plans.Run run = Plans.run(DAY);
    long dawn = DAY.start().plus(Duration.ofHours(1)).toEpochMilli();
    long noon = DAY.start().plus(Duration.ofHours(13)).toEpochMilli();

    double ratio = (double) linesIn(run, dawn, 2) / linesIn(run, noon, 2);
    assertThat(ratio).isBetween(0.2, 0.32);
  }

  @Example
  void theFirstAdIsShownMost_andEveryAdIsShown() {
    Recount recount = Plans.recount(DAY, Plans.run(DAY).lines());
    TreeMap<String, Long> perAd = new TreeMap<>();
    recount.rows.forEach(
        (key, row) -> perAd.merge(key.split(",", -1)[2], row[0] + row[1], Long::sum));

    assertThat(perAd).hasSize(60);
    assertThat(perAd.firstEntry().getValue()).isEqualTo(Collections.max(perAd.values()));
    assertThat((double) perAd.get("ad-00") / perAd.get("ad-09")).isBetween(9.0, 14.0);
  }

  @Example
  void values_holdNoLineFeed_andBombsAreDeep() {
    Plans.Run run = Plans.run(DAY.toBuilder().malformedShare(0.05).build());

    assertThat(run.lines())
        .allSatisfy(line -> assertThat(line.value()).isNotEmpty().doesNotContain((byte) '\n'));
    assertThat(run.lines()).anyMatch(line -> line.value().length > 5_000);
  }

  private static JsonNode eventOrNull(Plans.Line line) throws Exception {
    Recount judge = Recount.of(DAY);
    judge.line(line.brokerTime(), line.value());
    return judge.accepted == 1 ? new ObjectMapper().readTree(line.value()) : null;
  }

  private static String rowPart(JsonNode event) {
    long minute = event.get("event_time").asLong() / 60_000;
    return List.of(
            event.get("region"),
            event.get("campaign_id"),
            event.get("ad_id"),
            event.get("store_id"),
            event.get("event_type"),
            event.path("cost_micros"),
            minute)
        .toString();
  }

  private static long linesIn(Plans.Run run, long from, int hours) {
    long until = from + Duration.ofHours(hours).toMillis();
    return run.lines().stream()
        .filter(line -> line.brokerTime() >= from && line.brokerTime() < until)
        .count();
  }

  private static List<String> rowsOf(Recount recount) {
    return recount.rows.entrySet().stream()
        .map(
            row ->
                row.getKey()
                    + ","
                    + row.getValue()[0]
                    + ","
                    + row.getValue()[1]
                    + ","
                    + row.getValue()[2])
        .toList();
  }

  private static Map<String, Long> withoutZeros(Summary summary) {
    Map<String, Long> reasons = new TreeMap<>(summary.deadLetters());
    reasons.values().removeIf(count -> count == 0);
    return reasons;
  }

  private static Set<String> names(RejectionReason[] reasons) {
    return List.of(reasons).stream()
        .map(RejectionReason::name)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static String digest(Plans.Run run) {
    Sha256 sha = new Sha256();
    run.lines().forEach(line -> sha.add(Long.toString(line.brokerTime())).add(line.value()));
    return sha.add(run.truthCsv()).add(SummaryJson.text(run.summary())).hex();
  }
}
