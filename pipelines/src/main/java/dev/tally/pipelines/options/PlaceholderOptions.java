package dev.tally.pipelines.options;

import com.google.common.base.Splitter;
import dev.tally.transforms.model.PlaceholderIds;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The option that lists ids which identify nothing. */
public interface PlaceholderOptions extends PipelineOptions {
  @Description(
      "Additional ids that clients send when they have no id, separated by commas, e.g."
          + " guest,visitor. The standard list (undefined, null, none, unknown, anonymous, (not set),"
          + " zeros, …) always applies.")
  @Default.String("")
  String getPlaceholderIds();

  void setPlaceholderIds(String value);

  /** Returns the standard list plus the ids of the option. */
  static PlaceholderIds placeholders(PlaceholderOptions options) {
    return PlaceholderIds.standard()
        .with(
            Splitter.on(',')
                .trimResults()
                .omitEmptyStrings()
                .splitToList(options.getPlaceholderIds()));
  }
}
