package dev.tally.io.pinot;

import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;

/**
 * Groups rows by segment.
 *
 * <p>Input: bounded; in any windows, with any trigger.
 *
 * <p>Output: each segment once, with all its rows, in the global window.
 */
final class SortIntoSegments
    extends PTransform<PCollection<Row>, PCollection<KV<SegmentId, Iterable<Row>>>> {
  private static final long serialVersionUID = 1L;
  private final SegmentLayout layout;
  private final SerializableFunction<Row, String> part;
  private final RowColumns columns;

  SortIntoSegments(
      SegmentLayout layout, SerializableFunction<Row, String> part, RowColumns columns) {
    this.layout = layout;
    this.part = part;
    this.columns = columns;
  }

  @Override
  public PCollection<KV<SegmentId, Iterable<Row>>> expand(PCollection<Row> rows) {
    return rows.apply(
            "Global",
            // Otherwise the input's own trigger would apply, and could emit a segment in several
            // panes.
            Window.<Row>into(new GlobalWindows())
                .triggering(DefaultTrigger.of())
                .withAllowedLateness(Duration.ZERO)
                .discardingFiredPanes())
        .apply("AssignSegment", ParDo.of(new AssignSegmentFn(layout, part, columns)))
        .setCoder(KvCoder.of(new SegmentId.SegmentIdCoder(), rows.getCoder()))
        .apply("Group", GroupByKey.create());
  }
}
