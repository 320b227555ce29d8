package dev.tally.transforms.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.CampaignVersionCoder;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;

class SnapshotCampaignsTest {
  /** By the ids of these tags Flink finds the values of the side inputs in a savepoint. */
  @Test
  void namesItsSideInputsAlike_inEachPipeline() {
    assertThat(tags()).isEqualTo(tags());
    assertThat(tags())
        .containsEntry("campaignSnapshot", "campaignSnapshot")
        .containsEntry("campaignChanges", "campaignChanges");
  }

  @SuppressWarnings("deprecation") // Marked so because the method is meant for runners.
  private static Map<String, String> tags() {
    CampaignViews views =
        Pipeline.create(PipelineOptionsFactory.create())
            .apply(Create.empty(CampaignVersionCoder.of()))
            .apply(SnapshotCampaigns.create());
    Map<String, String> tags = new TreeMap<>();
    views.sideInputs().forEach((name, view) -> tags.put(name, view.getTagInternal().getId()));
    return tags;
  }
}
