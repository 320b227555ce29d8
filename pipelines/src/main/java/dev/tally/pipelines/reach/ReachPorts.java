package dev.tally.pipelines.reach;

import dev.tally.pipelines.ports.WritePort;
import dev.tally.transforms.model.CampaignReach;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.RawRecord;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/** The inputs and outputs of the reach job. Tests pass their own ports to the same job. */
public interface ReachPorts {
  /** Reads the accepted ad events of all regions; their timestamps are their broker times. */
  PTransform<PBegin, PCollection<RawRecord>> cleanAdEvents();

  /** Writes the users of each campaign, day and event type, with growing revisions. */
  WritePort<CampaignReach> campaignReach();

  /**
   * Writes records that can never be processed. A payload that is too large for the destination is
   * omitted.
   */
  PTransform<PCollection<DeadLetter>, PDone> deadLetters();

  /** Stores the settings on which the job's state depends. */
  PTransform<PBegin, PDone> manifest();
}
