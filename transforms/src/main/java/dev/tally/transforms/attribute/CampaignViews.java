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
 * All campaigns as two singleton views: a large snapshot that changes rarely, and the small changes
 * since. The values of the two views reach a reader in any order; {@link Campaigns#of} combines
 * those that match.
 */
public final class CampaignViews implements POutput {
  /** The name of the side input with the snapshot, in the code and in savepoints. */
  static final String SNAPSHOT = "campaignSnapshot";

  /** The name of the side input with the changes, in the code and in savepoints. */
  static final String CHANGES = "campaignChanges";

  private final PCollectionView<CampaignSnapshot> snapshot;
  private final PCollectionView<CampaignChanges> changes;

  CampaignViews(
      PCollectionView<CampaignSnapshot> snapshot, PCollectionView<CampaignChanges> changes) {
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
