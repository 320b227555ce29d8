package dev.tally.pipelines.budget;

import dev.tally.pipelines.ports.WritePort;
import dev.tally.transforms.model.CampaignSpend;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.RawRecord;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/** The inputs and outputs of the budget job. Tests pass their own ports to the same job. */
public interface BudgetPorts {
  /** Reads the ad metrics of all regions; their timestamps are their broker times. */
  PTransform<PBegin, PCollection<RawRecord>> adMetrics();

  /** Reads all versions of all campaigns; their timestamps are their broker times. */
  PTransform<PBegin, PCollection<RawRecord>> campaigns();

  /** Writes the spend of each campaign and day, with a higher revision each time it changes. */
  WritePort<CampaignSpend> campaignSpend();

  /**
   * Writes records that can never be processed. A payload that is too large for the destination is
   * omitted.
   */
  PTransform<PCollection<DeadLetter>, PDone> deadLetters();

  /** Stores the settings on which the job's state depends. */
  PTransform<PBegin, PDone> manifest();
}
