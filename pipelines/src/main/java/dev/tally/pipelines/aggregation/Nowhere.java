package dev.tally.pipelines.aggregation;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/** Drops all elements. */
final class Nowhere<T> extends PTransform<PCollection<T>, PDone> {
  private static final long serialVersionUID = 1L;

  @Override
  public PDone expand(PCollection<T> input) {
    input.apply("Drop", ParDo.of(new DropFn<>()));
    return PDone.in(input.getPipeline());
  }

  private static final class DropFn<T> extends DoFn<T, Void> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element T ignored) {}
  }
}
