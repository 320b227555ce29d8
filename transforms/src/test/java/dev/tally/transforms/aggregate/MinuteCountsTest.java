package dev.tally.transforms.aggregate;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.impression;
import static dev.tally.transforms.Cast.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.MeasureSums;
import dev.tally.transforms.model.RecordUuid;
import dev.tally.transforms.model.Revision;
import java.util.ArrayList;
import java.util.List;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

/** AnyInterleavingTest compares the counts with those of the job. */
class MinuteCountsTest {
  private static final Duration TEN_SECONDS = Duration.standardSeconds(10);
  private final MinuteCounts counts = MinuteCounts.between(NOON, noonPlus(120), TEN_SECONDS);

  @Test
  void countsTheEventsOfTheRange() {
    counts.add(click("early", noonPlus(-60)));
    counts.add(click("first", NOON));
    counts.add(impression("second", noonPlus(59)));
    counts.add(click("late", noonPlus(120)));
    AdMetric row = rows(3).get(0);
    assertThat(rows(3)).hasSize(1);
    assertThat(row.getSums()).isEqualTo(MeasureSums.of(1, 1, 0, 211_000));
    assertThat(row.getRevision()).isEqualTo(Revision.ofAdMetric(3, row.getSums()));
    assertThat(Revision.generationOf(row.getRevision())).isEqualTo(3);
    assertThat(row.getRecordUuid())
        .isEqualTo(RecordUuid.ofAdMetric("us-east", "campaign-1", "ad-1", "store-1", NOON));
  }

  @Test
  void aClickBeforeTheRangeMakesAClickOfTheRangeARepeat_inAnyOrder() {
    counts.add(click("in", noonPlus(2)));
    counts.add(click("before", noonPlus(-8)));
    counts.add(click("too early", noonPlus(-9)));
    assertThat(rows(0))
        .extracting(AdMetric::getSums)
        .containsExactly(MeasureSums.of(0, 1, 1, 210_000, 0, 1));
  }

  @Test
  void aClickAfterTheRangeIsIgnored() {
    counts.add(click("in", noonPlus(119)));
    counts.add(click("after", noonPlus(121)));
    assertThat(rows(0))
        .extracting(AdMetric::getSums)
        .containsExactly(MeasureSums.of(0, 1, 0, 210_000));
  }

  private List<AdMetric> rows(int generation) {
    List<AdMetric> rows = new ArrayList<>();
    counts.forEach(generation, rows::add);
    return rows;
  }
}
