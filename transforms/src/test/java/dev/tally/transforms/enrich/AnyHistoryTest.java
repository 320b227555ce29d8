package dev.tally.transforms.enrich;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.AttributedOrderCoder;
import dev.tally.transforms.model.Attribution;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;

/**
 * Checks that, whatever arrives in whatever order, the newest credit is the final result and no
 * revision is emitted in two forms.
 */
class AnyHistoryTest {
  private static int runs;

  /**
   * The next arrival.
   *
   * @param millis the processing time that passes before it
   * @param credit the revision of the credit that arrives; all credits are of one order
   */
  record Step(int millis, long credit) {}

  @Provide
  Arbitrary<List<Step>> histories() {
    return Arbitraries.of(0, 0, 50, 150, 1_000, 2_000, 60_000)
        .flatMap(millis -> Arbitraries.of(2L, 4L, 6L, 8L).map(credit -> new Step(millis, credit)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Property(tries = 25)
  void endsWithTheNewestCredit_andOneFormOfEachRevision(
      @ForAll("histories") List<Step> history, @ForAll @IntRange(min = 1, max = 12) int knownFrom) {
    TestStream.Builder<AttributedOrder> stream =
        TestStream.create(AttributedOrderCoder.of()).advanceWatermarkTo(NOON);
    for (Step step : history) {
      if (step.millis() > 0) {
        stream = stream.advanceProcessingTime(Duration.millis(step.millis()));
      }
      stream = stream.addElements(TimestampedValue.of(credit(step.credit()), NOON));
    }
    long newest = history.stream().mapToLong(Step::credit).max().orElseThrow();
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    PAssert.that(
            pipeline
                .apply(stream.advanceWatermarkToInfinity())
                .apply(
                    EnrichOrders.from(
                        ScriptedOrders.knowingFrom("history " + runs++, knownFrom), HOUR)))
        .satisfies(
            records -> {
              check(StreamSupport.stream(records.spliterator(), false).toList(), newest);
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static void check(List<AttributedOrder> records, long newest) {
    Set<AttributedOrder> forms = new HashSet<>(records);
    assertThat(forms).extracting(AttributedOrder::revision).doesNotHaveDuplicates();
    AttributedOrder last =
        records.stream().max(Comparator.comparing(AttributedOrder::revision)).orElseThrow();
    assertThat(last.creditRevision()).isEqualTo(newest);
    assertThat(
            forms.stream()
                .map(AttributedOrder::details)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()))
        .as("the first details are kept")
        .hasSizeLessThanOrEqualTo(1);
    assertThat(last.details() != null)
        .as("details are never removed")
        .isEqualTo(forms.stream().anyMatch(form -> form.details() != null));
  }

  private static AttributedOrder credit(long revision) {
    return new AttributedOrder(
        revision, order("o", NOON), Attribution.ofOne("last_touch", List.of()), null);
  }
}
