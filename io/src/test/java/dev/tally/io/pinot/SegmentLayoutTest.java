package dev.tally.io.pinot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.io.OtherLocale;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two segments with one name would replace each other; a segment that is not found stays. */
class SegmentLayoutTest {
  /** A layout and a segment in it. */
  record Named(SegmentLayout layout, SegmentId id) {
    String name() {
      return layout.name(id);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "mr-IN"})
  void namesAreTheSame_whateverDigitsTheLocaleHas(String locale) throws Exception {
    SegmentLayout layout = new SegmentLayout("fill", 12, 2);
    assertThat(OtherLocale.in(locale, () -> layout.name(new SegmentId("2026-11-21", 10, 1))))
        .isEqualTo("fill_2026-11-21_p10of12_s1of2");
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void onlyEqualSegmentsHaveEqualNames(@ForAll("named") Named one, @ForAll("named") Named other) {
    assertThat(one.name().equals(other.name())).isEqualTo(one.equals(other));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void aPartFindsItsOwnSegmentsOnly(@ForAll("named") Named one, @ForAll("named") Named other) {
    boolean same =
        one.id().part().equals(other.id().part())
            && one.layout().prefix().equals(other.layout().prefix());
    assertThat(one.name().startsWith(other.layout().nameStart(other.id().part()))).isEqualTo(same);
  }

  /** Pinot would read a partition and a sequence number from such a name. */
  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void noNameLooksLikeThatOfAConsumedSegment(@ForAll("named") Named one) {
    assertThat(ConsumedSegment.of(one.name(), false)).isEmpty();
  }

  @Property(tries = 50)
  void spreadsKeysOverAllSegments(
      @ForAll @IntRange(min = 1, max = 4) int partitions,
      @ForAll @IntRange(min = 1, max = 4) int segments) {
    SegmentLayout layout = new SegmentLayout("x", partitions, segments);
    Set<SegmentId> used = new HashSet<>();
    IntStream.range(0, 1_000).forEach(i -> used.add(layout.segmentOf("key-" + i, "all")));
    assertThat(used).hasSize(partitions * segments);
  }

  @Test
  void rejectsAPartThatCannotBeInAName() {
    SegmentLayout layout = new SegmentLayout("x", 1, 1);
    for (String part : new String[] {"", "a b", "a_b", "ü", "a/b", "x".repeat(101), "a\n"}) {
      assertThatThrownBy(() -> layout.segmentOf("k", part))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("partition is \"%s\": use 1 to 100 letters, digits, dots and dashes.", part);
    }
    assertThat(layout.segmentOf("", "x".repeat(100)).part()).hasSize(100);
  }

  /** Few different words, so that pairs are often equal in some of their parts. */
  @Provide
  Arbitrary<Named> named() {
    Arbitrary<String> words = Arbitraries.of("a", "a-a", "a.1", "1", "p1of2", "s0of1");
    Arbitrary<Integer> sizes = Arbitraries.of(1, 2, 11, 12);
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 131);
    return Combinators.combine(words, words, sizes, sizes, numbers)
        .as(
            (prefix, part, partitions, segments, n) ->
                new Named(
                    new SegmentLayout(prefix, partitions, segments),
                    new SegmentId(part, n % partitions, n % segments)));
  }
}
