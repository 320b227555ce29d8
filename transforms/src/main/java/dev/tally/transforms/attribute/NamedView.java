package dev.tally.transforms.attribute;

import java.util.Map;
import org.apache.beam.sdk.transforms.ViewFn;
import org.apache.beam.sdk.util.construction.RunnerPCollectionView;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowedValue;

/**
 * A view with a fixed name.
 *
 * <p>The Flink runner stores the value of a side input under the id of the view's tag. Beam 2.70
 * assigns a random id to each new view. So a job that is started from a savepoint does not find the
 * stored value, and never removes it either: the value remains in operator state that each subtask
 * receives and stores again, and each start multiplies it by the parallelism.
 *
 * @param <T> the type of the view's value
 */
final class NamedView<T> extends RunnerPCollectionView<T> {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("deprecation") // The methods are deprecated because they are for runners.
  private NamedView(
      TupleTag<Iterable<WindowedValue<?>>> name,
      ViewFn<Iterable<WindowedValue<?>>, T> viewFn,
      PCollectionView<T> view) {
    super(
        view.getPCollection(),
        name,
        viewFn,
        view.getWindowMappingFn(),
        view.getWindowingStrategyInternal(),
        view.getCoderInternal());
  }

  /** Returns a view like this one, under this name. */
  // The cast is safe: the superclass only stores and returns the function, and the runner calls
  // it with the type that its materialization names.
  @SuppressWarnings({"deprecation", "unchecked"})
  static <T> PCollectionView<T> of(String name, PCollectionView<T> view) {
    return new NamedView<>(
        new TupleTag<>(name),
        (ViewFn<Iterable<WindowedValue<?>>, T>) (ViewFn<?, T>) view.getViewFn(),
        view);
  }

  @Override
  public Map<TupleTag<?>, PValue> expand() {
    return Map.of(getTagInternal(), getPCollection());
  }
}
