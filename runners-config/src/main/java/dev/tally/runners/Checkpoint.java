package dev.tally.runners;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A checkpoint that has ended, all times epoch ms by the cluster's clock.
 *
 * @param id 1 for the first of a job
 * @param completed false if it was aborted
 * @param acknowledged when the last task had said that its part is done
 */
public record Checkpoint(long id, boolean completed, long triggered, long acknowledged) {
  static Checkpoint of(JsonNode rest) {
    return new Checkpoint(
        rest.path("id").asLong(),
        rest.path("status").asText().equals("COMPLETED"),
        rest.path("trigger_timestamp").asLong(),
        rest.path("latest_ack_timestamp").asLong());
  }

  /** True if the time is between its trigger and its last acknowledgement. */
  public boolean spans(long time) {
    return triggered <= time && time <= acknowledged;
  }
}
