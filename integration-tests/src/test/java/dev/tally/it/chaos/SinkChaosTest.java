package dev.tally.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.io.kafka.Delivery;
import dev.tally.io.kafka.OnOlderSavepoint;
import dev.tally.scenarios.chaos.ChaosReport;
import dev.tally.scenarios.chaos.SinkChaos;
import java.io.IOException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Runs the short form of {@code ./tally chaos kafka-sink}: one schedule of each kind with the
 * default sink, and in the long suite one with the other sink.
 */
@Tag("integration")
@Isolated("injects faults at points in time")
class SinkChaosTest {
  /**
   * With this seed the task manager dies between the last record of a transaction and its commit.
   */
  private static final long RESTORES_THE_LAST = 10;

  /**
   * With this seed all of Flink dies inside a transaction, and the job is restored from the
   * checkpoint three before the last one.
   */
  private static final long RESTORES_AN_OLDER = 13;

  @Test
  void writesExactlyOnce_throughAKillInsideATransaction() throws Exception {
    assertThat(chaos(OnOlderSavepoint.REFUSE, RESTORES_THE_LAST))
        .isEqualTo("schedules=1 exactly_once=1 refused=0 lost=0 duplicated=0");
  }

  @Test
  void refusesAnOlderCheckpoint_withoutHavingWrittenAnything() throws Exception {
    assertThat(chaos(OnOlderSavepoint.REFUSE, RESTORES_AN_OLDER))
        .isEqualTo("schedules=1 exactly_once=0 refused=1 lost=0 duplicated=0");
  }

  @Test
  void writesExactlyOnce_fromAnOlderCheckpoint_whenItReconciles() throws Exception {
    assertThat(chaos(OnOlderSavepoint.RECONCILE, RESTORES_AN_OLDER))
        .isEqualTo("schedules=1 exactly_once=1 refused=0 lost=0 duplicated=0");
  }

  @Test
  @Tag("long")
  void writesExactlyOnceWithStableInput_fromAnOlderCheckpoint_whenItReconciles() throws Exception {
    assertThat(chaos(Delivery.EXACTLY_ONCE, OnOlderSavepoint.RECONCILE, RESTORES_AN_OLDER))
        .isEqualTo("schedules=1 exactly_once=1 refused=0 lost=0 duplicated=0");
  }

  private static String chaos(OnOlderSavepoint onOlderSavepoint, long seed)
      throws IOException, InterruptedException {
    return chaos(Delivery.TWO_PHASE, onOlderSavepoint, seed);
  }

  private static String chaos(Delivery sink, OnOlderSavepoint onOlderSavepoint, long seed)
      throws IOException, InterruptedException {
    ChaosReport report =
        new SinkChaos(ChaosStack.get(), sink, onOlderSavepoint, System.out::println)
            .run(LongStream.of(seed));
    assertThat(report.sound()).as(report.lines().toString()).isTrue();
    return report.lines().get(1);
  }
}
