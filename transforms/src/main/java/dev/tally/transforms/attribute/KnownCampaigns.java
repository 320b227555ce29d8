package dev.tally.transforms.attribute;

import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;

/**
 * All campaigns as two singleton views, a large one that changes rarely and a small one that
 * changes often. A worker sees new values of the two in any order; {@link Campaigns#with} combines
 * them.
 */
public final class KnownCampaigns implements POutput {
  /** The tag of the side input with all versions. */
  static final String SNAPSHOT = "campaigns";

  /** The tag of the side input with those since. */
  static final String CHANGES = "campaignChanges";

  private final PCollectionView<Campaigns> snapshot;
  private final PCollectionView<CampaignChanges> changes;

  KnownCampaigns(PCollectionView<Campaigns> snapshot, PCollectionView<CampaignChanges> changes) {
    this.snapshot = snapshot;
    this.changes = changes;
  }

  Map<String, PCollectionView<?>> sideInputs() {
    return Map.of(SNAPSHOT, snapshot, CHANGES, changes);
  }

  @Override
  public Pipeline getPipeline() {
    return snapshot.getPipeline();
  }

  @Override
  public Map<TupleTag<?>, PValue> expand() {
    return Map.of(new TupleTag<>(SNAPSHOT), snapshot, new TupleTag<>(CHANGES), changes);
  }

  @Override
  public void finishSpecifyingOutput(String name, PInput input, PTransform<?, ?> transform) {}
}
