package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/**
 * The protocol of docs/hive-sink.md without Hive and files: any interleaving of writers,
 * compactors, a sweeper and readers, whoever dies anywhere.
 */
class HiveProtocolTest {
  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void everyRowStandsOnce_andNoneVanishes_whoeverDies(@ForAll long seed) {
    new ModelTable(seed, 60, false).run();
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void everyRowStandsOnce_whenNobodyDies(@ForAll long seed) {
    new ModelTable(seed, Integer.MAX_VALUE, false).run();
  }

  /** DROP PARTITION, MSCK REPAIR TABLE and INSERT INTO between the steps of all others. */
  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void everyRowStandsOnce_whateverAnOperatorDoesToThePartition(@ForAll long seed) {
    new ModelTable(seed, 60, true).run();
  }

  /**
   * The newest generation has its mark before the pointer moves to it: a writer that read the entry
   * while it pointed at the partition's directory committed there, where no query looked yet.
   */
  @Test
  void queriesSeeWhatIsAcknowledged_whenAnotherWriterHasAdoptedThePartition() {
    new ModelTable(-27_747, 60, true).run();
  }

  /** A move that was not answered was dropped, and its pin kept everybody waiting. */
  @Test
  void nobodyWaitsForEver_whenTheLastMoveIsNotAnswered() {
    new ModelTable(127, 60, true).run();
  }

  /** So that the properties above are not empty. */
  @Test
  void theModelCrashesCompactsAndSweeps() {
    int crashes = 0;
    int compactions = 0;
    int swept = 0;
    int late = 0;
    int adopted = 0;
    for (long seed = 0; seed < 20; seed++) {
      ModelTable table = new ModelTable(seed, 60, true);
      table.run();
      crashes += table.crashes;
      compactions += table.compactions;
      swept += table.swept;
      late += table.late;
      adopted += table.adopted;
    }
    assertThat(crashes).isGreaterThan(100);
    assertThat(compactions).isGreaterThan(10);
    assertThat(swept).isGreaterThan(20);
    assertThat(late).isGreaterThan(5);
    assertThat(adopted).isGreaterThan(20);
  }
}
