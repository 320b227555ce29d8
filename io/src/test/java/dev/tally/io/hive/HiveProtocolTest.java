package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests the protocol of docs/hive-sink.md without Hive and without files: any interleaving of
 * writers, compactors, a sweeper and readers, in which any of them but the readers may crash at any
 * step.
 */
class HiveProtocolTest {
  /** What happens to the table besides the work of writers, compactors, the sweeper and readers. */
  private enum Besides {
    NOTHING(Integer.MAX_VALUE, false, false),
    CRASHES(60, false, false),

    /** An operator runs DROP PARTITION, MSCK REPAIR TABLE and INSERT INTO between all steps. */
    CRASHES_AND_AN_OPERATOR(60, true, false),

    /** Edits switch generations as compactions do, at the same time as these. */
    CRASHES_AN_OPERATOR_AND_EDITS(60, true, true);

    private final int stepsPerCrash;
    private final boolean operator;
    private final boolean edits;

    Besides(int stepsPerCrash, boolean operator, boolean edits) {
      this.stepsPerCrash = stepsPerCrash;
      this.operator = operator;
      this.edits = edits;
    }

    ModelTable table(long seed) {
      ModelTable table = new ModelTable(seed, stepsPerCrash, operator);
      return edits ? table.edited() : table;
    }
  }

  @Property(tries = 120, shrinking = ShrinkingMode.OFF)
  void everyRowStandsOnce_andNoneVanishes(@ForAll Besides besides, @ForAll long seed) {
    besides.table(seed).run();
  }

  @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
  @Tag("long")
  void everyRowStandsOnce_andNoneVanishes_manyTimes(@ForAll Besides besides, @ForAll long seed) {
    besides.table(seed).run();
  }

  @Test
  void theModelEdits() {
    int edits = 0;
    for (long seed = 0; seed < 20; seed++) {
      ModelTable table = Besides.CRASHES_AN_OPERATOR_AND_EDITS.table(seed);
      table.run();
      edits += table.edits();
    }
    assertThat(edits).isGreaterThan(10);
  }

  /**
   * Regression test. The newest generation is marked before the pointer moves to it. A writer that
   * read the entry while it pointed at the partition's directory committed to that generation,
   * which queries did not read yet.
   */
  @Test
  void queriesSeeWhatIsAcknowledged_whenAnotherWriterHasAdoptedThePartition() {
    Besides.CRASHES_AND_AN_OPERATOR.table(-27_747).run();
  }

  /**
   * Regression test. The last move got no response and was then discarded; its pin must not make
   * the writers wait for ever.
   */
  @Test
  void nobodyWaitsForEver_whenTheLastMoveIsNotAnswered() {
    Besides.CRASHES_AND_AN_OPERATOR.table(127).run();
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
      ModelTable table = Besides.CRASHES_AND_AN_OPERATOR.table(seed);
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
