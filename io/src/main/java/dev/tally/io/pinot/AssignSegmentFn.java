package dev.tally.io.pinot;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;

/** Assigns each row to a segment. */
final class AssignSegmentFn extends DoFn<Row, KV<SegmentId, Row>> {
  private static final long serialVersionUID = 1L;
  private final SegmentLayout layout;
  private final SerializableFunction<Row, String> part;
  private final RowColumns columns;

  AssignSegmentFn(
      SegmentLayout layout, SerializableFunction<Row, String> part, RowColumns columns) {
    this.layout = layout;
    this.part = part;
    this.columns = columns;
  }

  @ProcessElement
  public void process(@Element Row row, OutputReceiver<KV<SegmentId, Row>> out) {
    out.output(KV.of(layout.segmentOf(columns.key(row), part.apply(row)), row));
  }
}
