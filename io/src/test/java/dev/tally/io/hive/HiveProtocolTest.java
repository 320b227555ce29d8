package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/**
 * Tests the protocol of docs/hive-sink.md without Hive and without files: any interleaving of
 * writers, compactors, a sweeper and readers, in which any of them but the readers may crash at any
 * step.
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

  /** Edits switch generations as compactions do, at the same time as these. */
  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void everyRowStandsOnce_whileRowsAreEdited(@ForAll long seed) {
    new ModelTable(seed, 60, true).edited().run();
  }

  @Test
  void theModelEdits() {
    int edits = 0;
    for (long seed = 0; seed < 20; seed++) {
      ModelTable table = new ModelTable(seed, 60, true).edited();
      table.run();
      edits += table.edits();
    }
    assertThat(edits).isGreaterThan(10);
  }

  /**
   * An operator runs DROP PARTITION, MSCK REPAIR TABLE and INSERT INTO between the steps of all
   * others.
   */
  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void everyRowStandsOnce_whateverAnOperatorDoesToThePartition(@ForAll long seed) {
    new ModelTable(seed, 60, true).run();
  }

  /**
   * Regression test. The newest generation is marked before the pointer moves to it. A writer that
   * read the entry while it pointed at the partition's directory committed to that generation,
   * which queries did not read yet.
   */
  @Test
  void queriesSeeWhatIsAcknowledged_whenAnotherWriterHasAdoptedThePartition() {
    new ModelTable(-27_747, 60, true).run();
  }

  /**
   * Regression test. The last move got no response and was then discarded; its pin must not make
   * the writers wait for ever.
   */
  @Test
  void nobodyWaitsForEver_whenTheLastMoveIsNotAnswered() {
    new ModelTable(127, 60, true).run();
  }

  /**
   * Ensures that the properties above exercise crashes, compactions, sweeps, late moves and
   * adoptions.
   */
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
