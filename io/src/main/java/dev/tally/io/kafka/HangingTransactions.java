package dev.tally.io.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aborts transactions of earlier writers of a partition that nothing else can end. If a transaction
 * coordinator loses what it knows of a transactional id, it assigns another producer id to the next
 * producer. A transaction of the earlier producer id then stays open in its partitions: no producer
 * can end it, and no timeout applies. Readers with {@code read_committed} would wait for ever.
 * Kafka's remedy is an administrator who aborts it (KIP-664). The sink does the same, but only for
 * producer ids of its own, and only after it has fenced all transactional ids of the partition: a
 * transaction that is still open then is unknown to the coordinators.
 *
 * <p>A broker of version 3.9.1 loses them if it becomes leader of a partition of {@code
 * __transaction_state} twice in a short time, for example because it was too busy to send its
 * heartbeats: the first load then reads nothing, and until the second one every transactional id of
 * that partition is new.
 */
final class HangingTransactions {
  private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);

  private final Admin admin;
  private final String sinkGroup;
  private final TopicPartition partition;

  HangingTransactions(Admin admin, String sinkGroup, TopicPartition partition) {
    this.admin = admin;
    this.sinkGroup = sinkGroup;
    this.partition = partition;
  }

  /**
   * Aborts the open transactions of these producers, in the partition and in that of the sink
   * group's offsets. All transactional ids of the partition must be fenced.
   *
   * <p>If the brokers do not permit it, a warning contains the commands for an administrator.
   *
   * @param producers the ids of all producers that may have written the partition
   * @param committedBelow an offset below which the commit marker reports everything as committed
   * @throws KafkaException if a transaction is open below that offset: the brokers have committed
   *     its marker, but not its records
   */
  void abort(Set<Long> producers, long committedBelow) {
    List<Open> open = new ArrayList<>(openIn(partition, producers));
    for (Open transaction : open) {
      requireUncommitted(transaction, committedBelow);
    }
    open.addAll(openIn(offsets(), producers));
    open.forEach(this::abort);
  }

  /** A transaction that is open in a partition, from its first offset there. */
  private record Open(TopicPartition partition, ProducerState producer, long from) {
    /** Returns the command with which an administrator aborts it. */
    String command() {
      return "kafka-transactions.sh --bootstrap-server … abort --topic %s --partition %d --start-offset %d"
          .formatted(partition.topic(), partition.partition(), from);
    }
  }

  private static void requireUncommitted(Open transaction, long committedBelow) {
    if (transaction.from() < committedBelow) {
      throw new KafkaException(
          ("%s: the brokers have committed the marker of the transaction at offset %d, but not its"
                  + " records, and have lost the transaction. Abort it (%s), then restore a"
                  + " checkpoint of before that transaction with --onOlderSavepoint=RECONCILE.")
              .formatted(transaction.partition(), transaction.from(), transaction.command()));
    }
  }

  private List<Open> openIn(@Nullable TopicPartition where, Set<Long> producers) {
    if (where == null) {
      return List.of();
    }
    try {
      List<Open> found = new ArrayList<>();
      for (ProducerState producer :
          admin.describeProducers(List.of(where)).partitionResult(where).get().activeProducers()) {
        if (producers.contains(producer.producerId())) {
          producer
              .currentTransactionStartOffset()
              .ifPresent(from -> found.add(new Open(where, producer, from)));
        }
      }
      return found;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        LOG.info("Open transactions of {} are unknown: {}", where, e.getCause().getMessage());
        return List.of();
      }
      throw failed(where, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Returns the partition that contains the offsets of the sink group, which the brokers choose by
   * the hash code of its name; null if it is unknown.
   */
  private @Nullable TopicPartition offsets() {
    String topic = Topic.GROUP_METADATA_TOPIC_NAME;
    try {
      TopicDescription found =
          Objects.requireNonNull(
              admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
      return new TopicPartition(topic, Utils.abs(sinkGroup.hashCode()) % found.partitions().size());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException
          || e.getCause() instanceof UnknownTopicOrPartitionException) {
        return null;
      }
      throw new KafkaException("The topic " + topic + " cannot be described", e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void abort(Open transaction) {
    ProducerState producer = transaction.producer();
    AbortTransactionSpec spec =
        new AbortTransactionSpec(
            transaction.partition(),
            producer.producerId(),
            (short) producer.producerEpoch(),
            producer.coordinatorEpoch().orElse(0));
    try {
      admin.abortTransaction(spec).all().get();
      LOG.warn(
          "{}: aborted the transaction of producer {} at offset {}, which its coordinator has lost",
          transaction.partition(),
          producer.producerId(),
          transaction.from());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof AuthorizationException)) {
        throw failed(transaction.partition(), e);
      }
      LOG.warn(
          "{}: the transaction of producer {} at offset {} never ends, because its coordinator has"
              + " lost it, and readers wait for it. Sink group {} may not abort it (Alter on the"
              + " cluster); an administrator can: {}",
          transaction.partition(),
          producer.producerId(),
          transaction.from(),
          sinkGroup,
          transaction.command());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static KafkaException failed(TopicPartition partition, ExecutionException e) {
    return new KafkaException(
        "The lost transactions of %s cannot be aborted".formatted(partition), e.getCause());
  }

  private static KafkaException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new KafkaException("Interrupted", e);
  }
}
