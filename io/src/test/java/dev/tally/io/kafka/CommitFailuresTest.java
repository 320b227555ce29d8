package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.junit.jupiter.api.Test;

class CommitFailuresTest {
  private final Exception busy = new RetriableCommitFailedException("coordinator is loading");
  private final Exception denied = new GroupAuthorizationException("tally-aggregation");
  private static final long START = Duration.ofDays(20_000).toMillis();
  private static final long CHECKPOINT = Duration.ofSeconds(10).toMillis();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private final RarelyLogged ofTheTopic = new RarelyLogged(Duration.ofMinutes(5));
  private final CommitFailures failures = new CommitFailures("ad-events", ofTheTopic);

  @Test
  void aFailureThatTheNextCheckpointMakesUpFor_isNoWarning() {
    for (long now = START; now < START + 30 * MINUTE; now += 2 * CHECKPOINT) {
      assertThat(failures.isWarning(busy, now)).isFalse();
      failures.succeeded();
    }
  }

  @Test
  void aMinuteWithoutACommit_isOneWarningPerFiveMinutes() {
    int warnings = 0;
    for (long now = START; now < START + 12 * MINUTE; now += CHECKPOINT) {
      boolean warning = failures.isWarning(busy, now);
      assertThat(warning && now - START < MINUTE).isFalse();
      warnings += warning ? 1 : 0;
    }
    assertThat(warnings).isEqualTo(3); // After 1, 6 and 11 minutes.
  }

  @Test
  void aFailureThatOnlyAUserCanEnd_isAWarningAtOnce() {
    assertThat(failures.isWarning(denied, START)).isTrue();
    assertThat(failures.isWarning(denied, START + CHECKPOINT)).isFalse();
  }

  @Test
  void theReadersOfATopicWarnOnce() {
    CommitFailures other = new CommitFailures("ad-events", ofTheTopic);
    assertThat(failures.isWarning(denied, START)).isTrue();
    assertThat(other.isWarning(denied, START)).isFalse();
  }
}
