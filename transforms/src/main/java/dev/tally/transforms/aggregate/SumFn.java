package dev.tally.transforms.aggregate;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine;

/** Adds up counts. */
final class SumFn extends Combine.CombineFn<Counts, Counts, Counts> {
  @Override
  public Counts createAccumulator() {
    return Counts.NONE;
  }

  @Override
  public Counts addInput(Counts sum, Counts more) {
    return sum.plus(more);
  }

  @Override
  public Counts mergeAccumulators(Iterable<Counts> sums) {
    Counts all = Counts.NONE;
    for (Counts sum : sums) {
      all = all.plus(sum);
    }
    return all;
  }

  @Override
  public Counts extractOutput(Counts sum) {
    return sum;
  }

  @Override
  public Coder<Counts> getAccumulatorCoder(CoderRegistry registry, Coder<Counts> inputCoder) {
    return new CountsCoder();
  }

  @Override
  public Coder<Counts> getDefaultOutputCoder(CoderRegistry registry, Coder<Counts> inputCoder) {
    return new CountsCoder();
  }
}
