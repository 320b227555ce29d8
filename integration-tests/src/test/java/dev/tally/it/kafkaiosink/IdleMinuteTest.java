package dev.tally.it.kafkaiosink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tally.it.BrokerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Running jobs that receive no record for slightly more than a minute: docs/kafka-io-sink.md, (b),
 * (e).
 *
 * <p>Nothing is simulated: a broker that keeps the offsets of an idle group for one minute expires
 * them, and the sink closes a writer that was idle for a minute. All tests share the wait.
 */
@Tag("integration")
@Tag("long")
class IdleMinuteTest {
  private static final Duration IDLE = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int OFTEN = 3;

  @TempDir private static Path dir;
  private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();
  private static final Script FORGOTTEN = new Script().first("1");
  private static final Script SURVIVOR = new Script().first("1");
  private static SinkTopic forgottenTopic;
  private static SinkTopic survivorTopic;
  private static KafkaIoJob forgotten;
  private static KafkaIoJob survivor;

  @BeforeAll
  static void idleForLongerThanAMinute() throws Exception {
    BrokerProcess broker = open(ForgetfulBroker.start(dir));
    forgottenTopic = SinkTopic.create(broker.bootstrap(), 1);
    OPEN.push(() -> WriterCache.endLeaked(forgottenTopic.group()));
    forgotten = open(KafkaIoJob.start(dir, FORGOTTEN, forgottenTopic));
    forgotten.awaitEmitted(1).checkpoint();
    forgottenTopic.awaitValues("e", "1");
    forgotten.checkpoint();
    System.out.printf("KafkaIO sink (e): marker at first: %s%n", forgottenTopic.marker());
    assertThat(forgottenTopic.marker()).isNotNull();
    startSurvivor();
    await()
        .atMost(IDLE)
        .pollInterval(POLL)
        .until(
            () ->
                forgottenTopic.marker() == null
                    && WriterCache.alive(forgottenTopic.group()) == 0
                    && WriterCache.alive(survivorTopic.group()) == 0);
  }

  /** Starts a job that fails in its first interval and then writes again. */
  private static void startSurvivor() throws Exception {
    survivorTopic = SinkTopic.create(1);
    OPEN.push(() -> WriterCache.endLeaked(survivorTopic.group()));
    survivor = open(KafkaIoJob.start(dir, SURVIVOR, survivorTopic));
    survivor.awaitEmitted(1).checkpoint();
    survivorTopic.awaitValues("b", "1");
    survivor.crashAndRestart().checkpoint();
    SURVIVOR.first("2");
    survivor.awaitEmitted(2).checkpoint();
    survivorTopic.awaitValues("b", "1", "2");
    survivor.checkpoint();
    assertThat(WriterCache.alive(survivorTopic.group())).isEqualTo(1);
  }

  private static <T extends AutoCloseable> T open(T opened) {
    OPEN.push(opened);
    return opened;
  }

  /** Closes in reverse order of opening. */
  @AfterAll
  static void closeAll() throws Exception {
    for (AutoCloseable opened : OPEN) {
      opened.close();
    }
  }

  @Test
  void afterTheBrokerHasExpiredTheOffsets_theNextRecordFailsForEver() throws Exception {
    assertThat(forgotten.rest().failures()).isEmpty();
    FORGOTTEN.first("2");
    List<String> failures = forgotten.awaitEmitted(2).checkpointUntilFailures(OFTEN);
    System.out.printf("KafkaIO sink (e): failure %d: %s%n", failures.size(), failures.get(0));
    assertThat(failures)
        .as(KafkaIoJob.mended("e"))
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .contains(
                        "State exists for shard 0", "but there is no state stored with Kafka"));
    assertThat(forgottenTopic.values()).containsExactly("1");
    assertThat(WriterCache.alive(forgottenTopic.group()))
        .as("each failure leaks a producer")
        .isGreaterThanOrEqualTo(OFTEN);
  }

  @Test
  void aWriterThatSurvivesAFailureInTheFirstInterval_onlyDelaysTheEndlessFailures()
      throws Exception {
    assertThat(survivor.rest().failures()).as("only the failure that the test caused").hasSize(1);
    SURVIVOR.first("3");
    List<String> failures = survivor.awaitEmitted(3).checkpointUntilFailures(1 + OFTEN);
    System.out.printf("KafkaIO sink (b): failure %d: %s%n", failures.size(), failures.get(1));
    assertThat(failures.subList(1, 1 + OFTEN))
        .as(KafkaIoJob.mended("b"))
        .allSatisfy(failure -> assertThat(failure).contains(FirstIntervalTest.REFUSAL));
    assertThat(survivorTopic.values()).containsExactly("1", "2");
  }
}
