package dev.tally.transforms.union;

import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.RevisedRecord;
import dev.tally.transforms.model.RevisedRecordCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Unwraps the records of all regions, which the read has already merged into one collection, and
 * passes them on unchanged.
 *
 * <p>Input: decoded records, as the regions wrote them.
 *
 * <p>Output: each record unchanged and without delay, with its timestamp, in no particular order.
 *
 * <p>State: none. A fact has the same record UUID wherever it is computed, and its revision grows
 * with what it contains. A record that two regions write, or that one region writes again, is
 * therefore the same record, and a reader that keeps the highest revision of each record UUID need
 * not know which region wrote a record or how often. For the same reason no record waits for a
 * watermark: a region that is down delays its own records and no others.
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
    return received.apply("Unwrap", ParDo.of(new UnwrapFn())).setCoder(RevisedRecordCoder.of());
  }

  private static final class UnwrapFn extends DoFn<Received<RevisedRecord>, RevisedRecord> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element Received<RevisedRecord> received, OutputReceiver<RevisedRecord> out) {
      out.output(received.getValue());
    }
  }
}
