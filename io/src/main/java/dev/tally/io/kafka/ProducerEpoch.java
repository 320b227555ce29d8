package dev.tally.io.kafka;

import dev.tally.io.kafka.TwoPhaseLog.ProducerIdentity;
import java.lang.reflect.Field;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Raises the epoch of a transactional producer between two of its transactions, so that no request
 * of the first transaction can affect the second one, however late it reaches a broker.
 *
 * <p>The producer raises its epoch itself when it aborts a transaction after certain errors. This
 * class makes it abort an empty transaction and sets the private field that marks such an error.
 * The producer then sends nothing but one InitProducerId request with its current epoch (KIP-360).
 * The coordinator refuses the request if another writer has acquired the transactional id
 * meanwhile, so the exclusive ownership of the partition is kept.
 *
 * <p>Clients 4.x do this for each transaction if the brokers support it (KIP-890).
 */
final class ProducerEpoch {
  /** The private fields of the client on which the sink depends. */
  static final String MANAGER = "transactionManager";

  static final String IDENTITY = "producerIdAndEpoch";

  /** A coordinator assigns another producer id after this epoch. */
  private static final short LAST_EPOCH = Short.MAX_VALUE - 1;

  private static final String EPOCH_BUMP_REQUIRED = "epochBumpRequired";

  private ProducerEpoch() {}

  /**
   * Waits until the producer has a new epoch. The producer must have no open transaction.
   *
   * @throws KafkaException if another writer has acquired the transactional id, if the brokers have
   *     lost it, or if they do not respond within the producer's {@code max.block.ms}
   */
  static void raise(KafkaProducer<?, ?> producer) {
    ProducerIdentity before = ResumedTransaction.identity(producer);
    producer.beginTransaction();
    requireEpochBump(producer);
    producer.abortTransaction();
    requireSuccessor(before, ResumedTransaction.identity(producer));
  }

  /**
   * A coordinator that has lost the transactional id assigns another producer id without an error.
   * It also does so when the epochs are used up.
   */
  static void requireSuccessor(ProducerIdentity before, ProducerIdentity now) {
    if (now.id() != before.id() && before.epoch() < LAST_EPOCH) {
      throw new KafkaException(
          "The brokers have lost the transactional id of producer %d: it is producer %d now. The job restarts and completes what is open."
              .formatted(before.id(), now.id()));
    }
  }

  /**
   * Called before a job starts.
   *
   * @throws IllegalStateException if the client on the class path does not have the fields
   */
  static void requireSupportedClient() {
    try {
      Field manager = field(KafkaProducer.class, MANAGER);
      field(manager.getType(), EPOCH_BUMP_REQUIRED);
      field(manager.getType(), IDENTITY);
    } catch (NoSuchFieldException e) {
      throw unsupported(e);
    }
  }

  private static void requireEpochBump(KafkaProducer<?, ?> producer) {
    try {
      Object manager = field(KafkaProducer.class, MANAGER).get(producer);
      field(manager.getClass(), EPOCH_BUMP_REQUIRED).setBoolean(manager, true);
    } catch (ReflectiveOperationException e) {
      throw unsupported(e);
    }
  }

  private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
    Field field = owner.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  static IllegalStateException unsupported(ReflectiveOperationException e) {
    return new IllegalStateException(
        "The exactly-once sink does not support kafka-clients %s, which is on the class path: use a version 3.9."
            .formatted(AppInfoParser.getVersion()),
        e);
  }
}
