package dev.tally.runners;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A checkpoint that has ended. All times are epoch milliseconds by the cluster's clock.
 *
 * @param id 1 for the first checkpoint of a job
 * @param completed false if it was aborted
 * @param acknowledged when the last task acknowledged the checkpoint
 */
public record Checkpoint(long id, boolean completed, long triggered, long acknowledged) {
  static Checkpoint of(JsonNode rest) {
    return new Checkpoint(
        rest.path("id").asLong(),
        rest.path("status").asText().equals("COMPLETED"),
        rest.path("trigger_timestamp").asLong(),
        rest.path("latest_ack_timestamp").asLong());
  }

  /** Returns true if the time is between the trigger and the last acknowledgement, inclusive. */
  public boolean spans(long time) {
    return triggered <= time && time <= acknowledged;
  }
}
