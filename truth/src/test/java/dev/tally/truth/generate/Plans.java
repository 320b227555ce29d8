package dev.tally.truth.generate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Plans with random values, and their generated lines in memory. */
final class Plans {
  private Plans() {}

  /**
   * Draws small plans with more noise than in production, some of them with values at their bounds.
   */
  static Arbitrary<Plan> any() {
    Arbitrary<Plan.Builder> sizes =
        Combinators.combine(
                Arbitraries.longs(),
                Arbitraries.longs().between(1, 400),
                Arbitraries.integers().between(1, 30),
                Arbitraries.integers().between(1, 50),
                Arbitraries.of(
                    List.of("us-east"), List.of("us-west", "us-east"), List.of("b", "c", "a")),
                Arbitraries.of(Duration.ofMillis(1), Duration.ofMinutes(3), Duration.ofHours(30)))
            .as(
                (seed, events, ads, users, regions, span) ->
                    Plan.builder()
                        .seed(seed)
                        .events(events)
                        .ads(ads)
                        .campaigns((ads + 1) / 2)
                        .stores((ads + 3) / 4)
                        .users(users)
                        .regions(regions)
                        .span(span));
    Arbitrary<Duration> ages =
        Arbitraries.of(Duration.ofSeconds(90), Duration.ofMinutes(20), Duration.ofHours(6));
    return Combinators.combine(
            sizes,
            Arbitraries.doubles().between(0, 1),
            Arbitraries.doubles().between(0, 0.5),
            Arbitraries.doubles().between(0, 1),
            ages,
            Arbitraries.of(Duration.ZERO, Duration.ofSeconds(7), Duration.ofMinutes(5)))
        .as(
            (builder, duplicates, malformed, late, age, skew) ->
                builder
                    .duplicateShare(duplicates)
                    .malformedShare(malformed)
                    .lateShare(late)
                    .maxEventAge(age)
                    .maxDelay(late < 0.5 ? age : age.dividedBy(3))
                    .maxClockSkew(skew)
                    .build());
  }

  /** A delivered line; the value is text with one character per byte. */
  record Line(long brokerTime, String latin1) {
    static Line of(long brokerTime, byte[] value) {
      return new Line(brokerTime, new String(value, StandardCharsets.ISO_8859_1));
    }

    byte[] value() {
      return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  /** Generates a plan in memory. */
  record Run(List<Line> lines, Summary summary, String truthCsv) {
    List<String> truthRows() {
      return truthCsv.lines().skip(1).toList();
    }
  }

  static Run run(Plan plan) {
    try {
      List<Line> lines = new ArrayList<>();
      Generator.Generated generated =
          Generator.generate(plan, (time, value) -> lines.add(Line.of(time, value)));
      StringBuilder csv = new StringBuilder();
      generated.truth().writeTo(csv);
      return new Run(lines, generated.summary(), csv.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Recount recount(Plan plan, List<Line> lines) {
    Recount recount = Recount.of(plan);
    lines.forEach(line -> recount.line(line.brokerTime(), line.value()));
    return recount;
  }
}
