package dev.tally.transforms.attribute;

import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.PCollectionViews;
import org.joda.time.Duration;

/**
 * Makes a singleton view of the newest element, which every worker sees as soon as it arrives.
 *
 * @param <T> the type of the elements
 */
final class ViewNewest<T> extends PTransform<PCollection<T>, PCollectionView<T>> {
  private static final long serialVersionUID = 1L;

  private final String viewName;
  private final Combine.BinaryCombineFn<T> newest;

  private ViewNewest(String viewName, Combine.BinaryCombineFn<T> newest) {
    this.viewName = viewName;
    this.newest = newest;
  }

  /**
   * Creates the transform.
   *
   * @param viewName the fixed name of the side input in savepoints, see {@link NamedView}
   * @param newest returns the newer one of two elements; its identity is the value of an empty view
   */
  static <T> ViewNewest<T> of(String viewName, Combine.BinaryCombineFn<T> newest) {
    return new ViewNewest<>(viewName, newest);
  }

  @Override
  public PCollectionView<T> expand(PCollection<T> values) {
    PCollection<T> latest =
        values
            .apply(
                "EachAtOnce",
                Window.<T>into(new GlobalWindows())
                    .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
                    .withAllowedLateness(Duration.ZERO)
                    .discardingFiredPanes())
            .apply("Newest", Combine.globally(newest).withoutDefaults());
    PCollectionView<T> view =
        NamedView.of(
            viewName,
            PCollectionViews.singletonView(
                latest,
                latest.getCoder()::getEncodedTypeDescriptor,
                latest.getWindowingStrategy(),
                true,
                newest.identity(),
                latest.getCoder()));
    latest.apply("View", View.CreatePCollectionView.of(view));
    return view;
  }
}
