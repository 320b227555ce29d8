package dev.tally.io.pinot;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.values.OutputBuilder;

/** Collects the values that a function emits. */
final class GivenOut<T> implements OutputReceiver<T> {
  final List<T> values = new ArrayList<>();

  @Override
  public void output(T value) {
    values.add(value);
  }

  @Override
  public OutputBuilder<T> builder(T value) {
    throw new UnsupportedOperationException("Only output(…) is supported.");
  }
}
