package dev.tally.operations.erase;

import static dev.tally.operations.erase.ErasureCast.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.operations.erase.ErasureReport.Finding;
import dev.tally.operations.erase.ErasureReport.Outcome;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class ExpiryTest {
  private static final Duration DAY = Duration.standardDays(1);
  private static final RecordRetention A_WEEK =
      new RecordRetention(DAY.multipliedBy(7).getMillis(), DAY.getMillis());

  @Test
  void aRecordExpiresWithTheLastRecordOfItsSegment() {
    assertThat(A_WEEK.expiry(NOON.getMillis()))
        .contains(NOON.plus(DAY.multipliedBy(8)).plus(Duration.standardMinutes(6)));
    assertThat(new RecordRetention(-1, 1).expiry(NOON.getMillis())).isEmpty();
    assertThat(new RecordRetention(1, Long.MAX_VALUE).expiry(NOON.getMillis())).isEmpty();
  }

  @Test
  void aTopicExpiresWithItsNewestRecordOfAnyPartition() {
    FoundRecords found = new FoundRecords();
    found.addUser(0, NOON.getMillis());
    found.addUser(1, NOON.plus(DAY).getMillis());
    found.addUser(1, NOON.getMillis());
    Finding finding = TopicScan.finding(UserPlace.AD_EVENTS, "ad-events", found, A_WEEK);
    assertThat(finding.outcome()).isEqualTo(Outcome.EXPIRES);
    assertThat(finding.rows()).isEqualTo(3);
    assertThat(finding.expires())
        .isEqualTo(NOON.plus(DAY.multipliedBy(9)).plus(Duration.standardMinutes(6)));
  }

  @Test
  void aRecordThatCannotBeDecodedCounts() {
    FoundRecords found = new FoundRecords();
    found.addUnknown(0, NOON.getMillis());
    Finding finding = TopicScan.finding(UserPlace.DEAD_LETTERS, "dead-letters", found, A_WEEK);
    assertThat(finding.outcome()).isEqualTo(Outcome.EXPIRES);
    assertThat(finding.rows()).isZero();
    assertThat(finding.detail()).contains("1 that cannot be decoded");
  }

  @Test
  void recordsThatAreKeptForEverRemain_andThenTheReportIsNotSettled() {
    FoundRecords found = new FoundRecords();
    found.addUser(0, NOON.getMillis());
    RecordRetention forEver = new RecordRetention(-1, DAY.getMillis());
    Finding remains =
        TopicScan.finding(UserPlace.CLEAN_AD_EVENTS, "clean-ad-events", found, forEver);
    assertThat(remains.outcome()).isEqualTo(Outcome.REMAINS);
    assertThat(remains.expires()).isNull();
    assertThat(remains.detail()).contains("./tally prune --topics");
    Finding none = TopicScan.finding(UserPlace.ORDERS, "orders", new FoundRecords(), forEver);
    assertThat(none.outcome()).isEqualTo(Outcome.NONE);
    assertThat(new ErasureReport(List.of(), List.of(none)).isSettled()).isTrue();
    assertThat(new ErasureReport(List.of(), List.of(none, remains)).isSettled()).isFalse();
  }

  /** With the default options: touches 7 d, events 6 h, refunds 7 d; sweeps every 45 minutes. */
  @Test
  void stateExpiresByTheOptionsOfTheJobs() {
    StateTimes defaults =
        new StateTimes(
            Duration.standardHours(6),
            DAY.multipliedBy(7),
            DAY.multipliedBy(7),
            Duration.standardSeconds(30),
            20);
    Map<UserPlace, Instant> expires =
        defaults.findings(NOON).stream()
            .collect(Collectors.toMap(Finding::place, Finding::expires));
    Duration sweep = Duration.standardMinutes(45);
    assertThat(expires.get(UserPlace.TOUCHES))
        .isEqualTo(NOON.plus(DAY.multipliedBy(7)).plus(Duration.standardHours(6)).plus(sweep));
    assertThat(expires.get(UserPlace.HELD_ORDERS))
        .isEqualTo(NOON.plus(DAY.multipliedBy(7)).plus(Duration.standardHours(6)).plus(sweep));
    assertThat(expires.get(UserPlace.REPEAT_CLICKS))
        .isEqualTo(
            NOON.plus(Duration.standardHours(6)).plus(sweep).plus(Duration.standardSeconds(30)));
    assertThat(expires.get(UserPlace.CLICK_RATES)).isEqualTo(NOON.plus(Duration.standardHours(7)));
    assertThat(expires.get(UserPlace.CHECKPOINTS))
        .isEqualTo(expires.get(UserPlace.UNION_BATCHES))
        .isGreaterThan(expires.get(UserPlace.WAITING_ORDERS))
        .isGreaterThanOrEqualTo(expires.get(UserPlace.TOUCHES));
  }
}
