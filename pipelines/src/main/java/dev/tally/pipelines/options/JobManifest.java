package dev.tally.pipelines.options;

import dev.tally.io.kafka.OnOlderSavepoint;
import dev.tally.runners.manifest.Manifest;

/** Creates the part of a manifest that all jobs share. */
public final class JobManifest {
  private JobManifest() {}

  /**
   * Returns the settings on which the state of every job depends: those of its sink and the names
   * of its regions. docs/restoring.md lists what a restore may change.
   *
   * @param job the kind of job, e.g. {@code "union"}
   */
  public static Manifest of(String job, int stateFormat, RegionsOptions options, String sinkGroup) {
    Manifest manifest =
        Manifest.of(job, stateFormat)
            .fixed("--kafkaSink", options.getKafkaSink())
            .fixed("--deadLettersTopic", options.getDeadLettersTopic())
            .fixed("--region", options.getRegion())
            .fixed("the regions of --otherRegions", RegionNames.others(options));
    return options.getOnOlderSavepoint() == OnOlderSavepoint.REFUSE
        ? manifest.fixed("--sinkGroup", sinkGroup)
        : manifest.lasting(
            "--sinkGroup", sinkGroup); // RECONCILE and REWRITE support another sink group.
  }
}
