package dev.tally.truth.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ComparisonTest {
  /** Creates a row with all dimensions. */
  record Fine(String region, String ad, long minute, long impressions, long clicks) {
    String key() {
      return ad + "," + minute;
    }

    MetricsRow row() {
      return new MetricsRow(
          Map.of(
              Dimension.REGION, region,
              Dimension.AD_ID, ad,
              Dimension.MINUTE_MS, Long.toString(minute)),
          Map.of(
              Measure.IMPRESSIONS, impressions,
              Measure.CLICKS, clicks,
              Measure.SPEND_MICROS, 5L));
    }
  }

  @Provide
  Arbitrary<List<Fine>> rows() {
    Arbitrary<String> ads = Arbitraries.of("a", "b", "c", "\u00e9");
    Arbitrary<Long> minutes = Arbitraries.of(0L, 60_000L, 120_000L);
    Arbitrary<Long> counts = Arbitraries.longs().between(0, 2);
    return Combinators.combine(Arbitraries.of("x", "y"), ads, minutes, counts, counts)
        .as(Fine::new)
        .list()
        .ofMaxSize(30);
  }

  @Property
  void finds_whatANaiveComparisonFinds(
      @ForAll("rows") List<Fine> expected, @ForAll("rows") List<Fine> actual) {
    Map<String, List<Long>> truth = summed(expected);
    Map<String, List<Long>> found = summed(actual);

    Differences differences = compare(truth(truth), actual);

    assertThat(differences.rows()).isEqualTo(truth.size());
    assertThat(differences.missing())
        .isEqualTo(truth.keySet().stream().filter(key -> !found.containsKey(key)).count());
    assertThat(differences.extra())
        .isEqualTo(found.keySet().stream().filter(key -> !truth.containsKey(key)).count());
    assertThat(differences.different())
        .isEqualTo(
            truth.keySet().stream()
                .filter(found::containsKey)
                .filter(key -> !truth.get(key).equals(found.get(key)))
                .count());
    assertThat(differences.none()).isEqualTo(truth.equals(found));
    assertThat(differences.examples())
        .hasSize(
            (int)
                (Math.min(2, differences.missing())
                    + Math.min(2, differences.extra())
                    + Math.min(2, differences.different())));
  }

  @Property
  void findsNothing_whenTheRowsAreTheTruthInOtherPieces(@ForAll("rows") List<Fine> rows) {
    Differences differences = compare(truth(summed(rows)), rows);

    assertThat(differences.line())
        .isEqualTo("missing=0 extra=0 different=0 rows=" + summed(rows).size());
    assertThat(differences.examples()).isEmpty();
  }

  @Example
  void examples_sayWhatIsWrong() {
    Truth truth = truth(Map.of("a,60000", List.of(3L, 1L), "b,60000", List.of(0L, 0L)));

    Differences differences =
        compare(truth, List.of(new Fine("x", "a", 60_000, 4, 1), new Fine("x", "c", 60_000, 9, 0)));

    assertThat(differences.line()).isEqualTo("missing=1 extra=1 different=1 rows=2");
    assertThat(differences.examples())
        .containsExactly(
            "missing: ad_id=b minute_ms=60000: impressions=0 clicks=0",
            "different: ad_id=a minute_ms=60000: impressions=4 clicks=1, must be impressions=3"
                + " clicks=1",
            "extra: ad_id=c minute_ms=60000: impressions=9 clicks=0");
  }

  @Example
  void coarserRows_areRefused() {
    Comparison comparison = Comparison.with(truth(Map.of()));
    MetricsRow noMinute =
        new MetricsRow(
            Map.of(Dimension.AD_ID, "a"), Map.of(Measure.IMPRESSIONS, 1L, Measure.CLICKS, 0L));
    MetricsRow noClicks =
        new MetricsRow(
            Map.of(Dimension.AD_ID, "a", Dimension.MINUTE_MS, "0"),
            Map.of(Measure.IMPRESSIONS, 1L));

    assertThatThrownBy(() -> comparison.add(noMinute))
        .hasMessageContaining("the truth file has the column minute_ms, but the row does not");
    assertThatThrownBy(() -> comparison.add(noClicks))
        .hasMessageContaining("the truth file has the column clicks, but the row does not");
    assertThat(comparison.differences().extra()).isZero();
  }

  @Example
  void aMillionRows_fit() {
    MetricsTable table = MetricsTable.of(Columns.ofHeader("ad_id,minute_ms,clicks"));
    for (int i = 0; i < 1_000_000; i++) {
      table.add(
          new MetricsRow(
              Map.of(Dimension.AD_ID, "ad-" + i % 1_000, Dimension.MINUTE_MS, "" + i / 1_000),
              Map.of(Measure.CLICKS, (long) i)));
    }
    assertThat(table.size()).isEqualTo(1_000_000);
    assertThat(table.sums(999_999)).containsExactly(999_999);
  }

  private static Differences compare(Truth truth, List<Fine> rows) {
    Comparison comparison = Comparison.with(truth).withExamples(2);
    rows.forEach(row -> comparison.add(row.row()));
    return comparison.differences();
  }

  private static Map<String, List<Long>> summed(List<Fine> rows) {
    Map<String, List<Long>> sums = new HashMap<>();
    for (Fine row : rows) {
      sums.merge(
          row.key(),
          List.of(row.impressions(), row.clicks()),
          (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1)));
    }
    return sums;
  }

  private static Truth truth(Map<String, List<Long>> rows) {
    List<String> lines = new ArrayList<>(List.of("ad_id,minute_ms,impressions,clicks"));
    rows.forEach((key, sums) -> lines.add(key + "," + sums.get(0) + "," + sums.get(1)));
    try {
      Path file = Files.createTempFile("truth", ".csv");
      try {
        return Truth.read(Files.write(file, lines));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
