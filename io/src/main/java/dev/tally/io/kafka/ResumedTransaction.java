package dev.tally.io.kafka;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Commits a transaction of a producer that no longer exists. Kafka's clients have no public method
 * for this, so the state of a new producer is set by reflection, as Flink's Kafka sink does.
 */
final class ResumedTransaction {
  private ResumedTransaction() {}

  /** Returns the producer id and epoch of a producer. */
  static TwoPhaseLog.ProducerIdentity identity(KafkaProducer<?, ?> producer) {
    try {
      Object identity = get(get(producer, ProducerEpoch.MANAGER), ProducerEpoch.IDENTITY);
      return new TwoPhaseLog.ProducerIdentity(
          (long) get(identity, "producerId"), (short) get(identity, "epoch"));
    } catch (ReflectiveOperationException e) {
      throw ProducerEpoch.unsupported(e);
    }
  }

  /**
   * Commits a transaction.
   *
   * @param config the configuration of a producer with the transactional id
   * @return false if the brokers have already aborted it, or another producer has the id
   */
  static boolean commit(Map<String, Object> config, TwoPhaseLog.ProducerIdentity of) {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      resume(get(producer, ProducerEpoch.MANAGER), of);
      producer.commitTransaction();
      return true;
    } catch (ReflectiveOperationException e) {
      throw ProducerEpoch.unsupported(e);
    } catch (RuntimeException e) {
      if (isGone(e) || isGone(e.getCause())) {
        return false;
      }
      throw e;
    } finally {
      producer.close(Duration.ZERO);
    }
  }

  private static boolean isGone(@Nullable Throwable failure) {
    return failure instanceof ProducerFencedException
        || failure instanceof InvalidProducerEpochException
        || failure instanceof InvalidPidMappingException
        || failure instanceof InvalidTxnStateException;
  }

  private static void resume(Object manager, TwoPhaseLog.ProducerIdentity of)
      throws ReflectiveOperationException {
    synchronized (manager) {
      transition(manager, "INITIALIZING");
      set(manager, ProducerEpoch.IDENTITY, producerIdAndEpoch(manager, of));
      transition(manager, "READY");
      transition(manager, "IN_TRANSACTION");
      set(manager, "transactionStarted", true);
    }
  }

  private static Object producerIdAndEpoch(Object manager, TwoPhaseLog.ProducerIdentity of)
      throws ReflectiveOperationException {
    Constructor<?> constructor =
        field(manager, ProducerEpoch.IDENTITY)
            .getType()
            .getDeclaredConstructor(long.class, short.class);
    constructor.setAccessible(true);
    return constructor.newInstance(of.id(), of.epoch());
  }

  private static void transition(Object manager, String state) throws ReflectiveOperationException {
    Class<?> states = field(manager, "currentState").getType();
    Method method = manager.getClass().getDeclaredMethod("transitionTo", states);
    method.setAccessible(true);
    for (Object constant : states.getEnumConstants()) {
      if (constant.toString().equals(state)) {
        method.invoke(manager, constant);
        return;
      }
    }
    throw new NoSuchFieldException(state);
  }

  private static Object get(Object of, String name) throws ReflectiveOperationException {
    return field(of, name).get(of);
  }

  private static void set(Object of, String name, Object value)
      throws ReflectiveOperationException {
    field(of, name).set(of, value);
  }

  private static Field field(Object of, String name) throws ReflectiveOperationException {
    Field field = of.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
