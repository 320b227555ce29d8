package dev.tally.transforms.union;

import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.RevisedRecord;
import dev.tally.transforms.model.RevisedRecordCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Makes one collection of the records of all regions.
 *
 * <p>Input: records as their regions wrote them, decoded.
 *
 * <p>Output: each as it came, at once, with its timestamp; in no certain order.
 *
 * <p>State: none. A fact has one record UUID wherever it is computed, and its revision grows with
 * what it holds. So a record that two regions write, or one region writes again, is the same
 * record; a reader that keeps the highest revision of each needs to be told neither who wrote it
 * nor how often. For the same reason no record waits for a watermark: a region that is down delays
 * its own records and no others.
 */
public final class UnionRegions
    extends PTransform<PCollection<Received<RevisedRecord>>, PCollection<RevisedRecord>> {
  private static final long serialVersionUID = 1L;

  private UnionRegions() {}

  public static UnionRegions create() {
    return new UnionRegions();
  }

  @Override
  public PCollection<RevisedRecord> expand(PCollection<Received<RevisedRecord>> received) {
    return received.apply("Take", ParDo.of(new TakeFn())).setCoder(RevisedRecordCoder.of());
  }

  private static final class TakeFn extends DoFn<Received<RevisedRecord>, RevisedRecord> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element Received<RevisedRecord> received, OutputReceiver<RevisedRecord> out) {
      out.output(received.getValue());
    }
  }
}
