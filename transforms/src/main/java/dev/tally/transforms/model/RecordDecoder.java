package dev.tally.transforms.model;

import java.io.Serializable;

/**
 * A {@code RecordDecoder} decodes the value of a Kafka record of some format.
 *
 * @param <T> the type of the decoded values
 */
@FunctionalInterface
public interface RecordDecoder<T> extends Serializable {
  /**
   * Decodes a record whose value has at most {@code maxBytes}, and calls {@code out} at least once.
   * No value makes this method throw, and the calls depend on the record only.
   */
  void decode(RawRecord record, int maxBytes, Output<T> out);

  /**
   * Receives what a record consists of. A record of a native format has exactly one result; a
   * mapping can make several of one.
   *
   * @param <T> the type of the decoded values
   */
  interface Output<T> {
    /**
     * Receives a decoded value.
     *
     * @param record the record, or the piece of it from which the value was decoded
     */
    void decoded(T value, RawRecord record);

    /**
     * Receives a rejection.
     *
     * @param record the record, or the piece of it that is rejected
     */
    void refused(Verdict.Refused<T> refused, RawRecord record);

    /** Receives a record, or a piece of one, that its mapping skips. */
    void skipped(RawRecord record);
  }
}
