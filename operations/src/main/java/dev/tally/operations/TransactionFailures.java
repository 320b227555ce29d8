package dev.tally.operations;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/** Classifies failures of the transactions of commands. */
public final class TransactionFailures {
  private TransactionFailures() {}

  /** Returns true if another producer with the same transactional id was started. */
  public static boolean isFenced(KafkaException e) {
    return isFencing(e) || isFencing(e.getCause());
  }

  private static boolean isFencing(@Nullable Throwable e) {
    return e instanceof ProducerFencedException || e instanceof InvalidProducerEpochException;
  }
}
