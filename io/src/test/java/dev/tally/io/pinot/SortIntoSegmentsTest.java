package dev.tally.io.pinot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Iterables;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.beam.sdk.values.WindowingStrategy.AccumulationMode;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class SortIntoSegmentsTest {
  private static final Schema READING =
      Schema.builder().addStringField("sensor").addInt64Field("revision").build();
  private static final PinotTable READINGS =
      PinotTable.of("readings", "readings", "kafka:9092", "at").withPrimaryKey("sensor");

  @Test
  void emitsASegmentOnce_regardlessOfTheTriggerOfItsRows() {
    Pipeline pipeline = Pipeline.create();
    PCollection<KV<SegmentId, Iterable<Row>>> segments =
        pipeline
            .apply("Rows", Create.of(reading("s1"), reading("s2")).withRowSchema(READING))
            .apply(
                "Panes",
                Window.<Row>into(FixedWindows.of(Duration.standardDays(1)))
                    .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
                    .withAllowedLateness(Duration.standardDays(1))
                    .accumulatingFiredPanes())
            .apply(
                "Sort",
                new SortIntoSegments(
                    new SegmentLayout("fill", 1, 1), row -> "all", RowColumns.of(READINGS)));
    assertThat(segments.getWindowingStrategy().getTrigger()).isEqualTo(DefaultTrigger.of());
    assertThat(segments.getWindowingStrategy().getMode())
        .isEqualTo(AccumulationMode.DISCARDING_FIRED_PANES);
    PCollection<Integer> sizes =
        segments.apply(
            "Sizes",
            MapElements.into(TypeDescriptors.integers())
                .via(segment -> Iterables.size(segment.getValue())));
    PAssert.that(sizes).containsInAnyOrder(2);
    pipeline.run().waitUntilFinish();
  }

  private static Row reading(String sensor) {
    return Row.withSchema(READING).addValues(sensor, 1L).build();
  }
}
