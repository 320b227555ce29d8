package dev.tally.runners;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A checkpoint that has ended. All times are epoch milliseconds by the cluster's clock.
 *
 * @param id 1 for the first checkpoint of a job
 * @param completed false if it was aborted
 * @param acknowledged when the last task acknowledged the checkpoint
 * @param written bytes that the checkpoint wrote; an incremental checkpoint writes less than the
 *     whole state
 */
public record Checkpoint(
    long id, boolean completed, long triggered, long acknowledged, long written) {
  static Checkpoint of(JsonNode rest) {
    return new Checkpoint(
        rest.path("id").asLong(),
        rest.path("status").asText().equals("COMPLETED"),
        rest.path("trigger_timestamp").asLong(),
        rest.path("latest_ack_timestamp").asLong(),
        rest.path("checkpointed_size").asLong());
  }

  /** Returns true if the time is between the trigger and the last acknowledgement, inclusive. */
  public boolean spans(long time) {
    return triggered <= time && time <= acknowledged;
  }
}
