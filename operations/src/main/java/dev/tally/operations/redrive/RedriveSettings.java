package dev.tally.operations.redrive;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.transforms.codec.DefaultNames;

/**
 * What a redrive reads, selects and applies.
 *
 * @param cluster the Kafka cluster of the region, with the raw topics and both topics below
 * @param topics the topics of dead letters and of marks
 * @param region the job's name for the region of this cluster
 * @param filter selects letters
 * @param limits bounds of the redrive
 * @param judges the corrected decoders and rules
 */
public record RedriveSettings(
    KafkaCluster cluster,
    Topics topics,
    String region,
    LetterFilter filter,
    Limits limits,
    Judges judges) {

  /**
   * The topics of a redrive.
   *
   * @param deadLetters the topic of dead letters
   * @param redriven the compacted topic with the mark of each redriven letter
   */
  public record Topics(String deadLetters, String redriven) {
    /** Returns the default names. */
    public static Topics defaults() {
      return new Topics(DefaultNames.DEAD_LETTERS, DefaultNames.REDRIVEN);
    }
  }

  /**
   * Bounds of a redrive.
   *
   * @param letters the maximum number of letters that are sent
   * @param redrives how often a payload is sent again at most, over all redrives
   * @param perTransaction the maximum number of letters per transaction
   */
  public record Limits(long letters, int redrives, int perTransaction) {
    private static final int PER_TRANSACTION = 500;

    /** Returns limits with 500 letters per transaction. */
    public static Limits of(long letters, int redrives) {
      return new Limits(letters, redrives, PER_TRANSACTION);
    }
  }
}
