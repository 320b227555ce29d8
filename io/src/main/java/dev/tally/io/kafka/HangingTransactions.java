package dev.tally.io.kafka;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
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
 * <p>The coordinator may have lost a transaction while it was ending it in the partition and in the
 * sink group's offsets. If it has ended in one of them only, aborting the rest could lose or
 * duplicate records, so the writer refuses.
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
  private final ShardFence fence;

  /**
   * Searches one partition.
   *
   * @param fence has acquired the partition
   */
  HangingTransactions(Admin admin, String sinkGroup, TopicPartition partition, ShardFence fence) {
    this.admin = admin;
    this.sinkGroup = sinkGroup;
    this.partition = partition;
    this.fence = fence;
  }

  /**
   * Aborts the open transactions of these producers, in the partition and in that of the sink
   * group's offsets.
   *
   * @param producers the ids of all producers that may have written the partition
   * @param committedBelow an offset below which the state of the job has everything as committed
   * @param marker reads the marker when no transaction of the partition is open
   * @throws KafkaException if a transaction has ended in part, if the brokers do not permit it, or
   *     if another writer has acquired the partition meanwhile
   */
  void abort(Set<Long> producers, long committedBelow, Supplier<CommitMarker> marker) {
    if (find(producers).isEmpty()) {
      return;
    }
    fence.check();
    fence.fenceSlots(); // Also those that a coordinator did not know a moment ago.
    Found found = find(producers);
    fence.check(); // So nothing that was found is of a later writer.
    found.requirePending();
    found.pending().forEach(this::abort);
    if (!found.records().isEmpty()) {
      found.requireUncommitted(committedBelow, marker.get());
      found.records().forEach(this::abort);
    }
  }

  /** Finds nothing if one of the two partitions is unknown: both decide what may be aborted. */
  private Found find(Set<Long> producers) {
    TopicPartition offsets = offsets();
    if (offsets == null) {
      return Found.NOTHING;
    }
    List<Producer> inTopic = producers(partition, producers);
    List<Producer> inOffsets = producers(offsets, producers);
    return inTopic == null || inOffsets == null ? Found.NOTHING : new Found(inTopic, inOffsets);
  }

  /** The state of a producer in a partition. */
  private record Producer(TopicPartition partition, ProducerState state) {
    boolean isOpen() {
      return state.currentTransactionStartOffset().isPresent();
    }

    /** The first offset of its open transaction. */
    long from() {
      return state.currentTransactionStartOffset().orElseThrow();
    }

    boolean isSame(Producer other) {
      return state.producerId() == other.state.producerId();
    }

    boolean isTransactionOf(Producer other) {
      return isSame(other) && state.producerEpoch() == other.state.producerEpoch();
    }

    /** Returns the command with which an administrator aborts its open transaction. */
    String command() {
      return "kafka-transactions.sh --bootstrap-server … abort --topic %s --partition %d --start-offset %d"
          .formatted(partition.topic(), partition.partition(), from());
    }

    KafkaException endedInPart(String how) {
      return new KafkaException(
          ("%s: the brokers have lost the transaction of producer %d at offset %d while they ended"
                  + " it: %s. Cancel the job, abort the transaction (%s), and start the job with a"
                  + " checkpoint of before that transaction and --onOlderSavepoint=RECONCILE.")
              .formatted(partition, state.producerId(), from(), how, command()));
    }
  }

  /** What the sink's producers have in the partition and in that of the sink group's offsets. */
  private record Found(List<Producer> inTopic, List<Producer> inOffsets) {
    static final Found NOTHING = new Found(List.of(), List.of());

    List<Producer> records() {
      return inTopic.stream().filter(Producer::isOpen).toList();
    }

    List<Producer> pending() {
      return inOffsets.stream().filter(Producer::isOpen).toList();
    }

    boolean isEmpty() {
      return records().isEmpty() && pending().isEmpty();
    }

    /** Each transaction has an epoch of its own, see {@link ProducerEpoch}. */
    void requirePending() {
      for (Producer producer : pending()) {
        if (inTopic.stream().anyMatch(p -> !p.isOpen() && p.isTransactionOf(producer))) {
          throw producer.endedInPart("it has ended in the topic, but its marker is pending");
        }
      }
    }

    void requireUncommitted(long committedBelow, CommitMarker marker) {
      long below = Math.max(committedBelow, marker.committedBelow());
      for (Producer producer : records()) {
        if (producer.from() < below || (marker.isWithinBatch() && mayBeInMarker(producer))) {
          throw producer.endedInPart("its marker is committed, or may be, but its records are not");
        }
      }
    }

    /**
     * Within a commit batch that is committed in parts, the marker does not contain the offset of
     * its tip. Then the marker may be that of the transaction, unless its offset is still pending,
     * or the producer wrote it in another transaction last.
     */
    private boolean mayBeInMarker(Producer producer) {
      return inOffsets.stream()
          .filter(producer::isSame)
          .noneMatch(p -> p.isOpen() || !p.isTransactionOf(producer));
    }
  }

  private @Nullable List<Producer> producers(TopicPartition where, Set<Long> ids) {
    try {
      return admin
          .describeProducers(List.of(where))
          .partitionResult(where)
          .get()
          .activeProducers()
          .stream()
          .filter(producer -> ids.contains(producer.producerId()))
          .map(producer -> new Producer(where, producer))
          .toList();
    } catch (ExecutionException e) {
      if (isUnavailable(e.getCause())) {
        LOG.info("Open transactions of {} are unknown: {}", where, e.getMessage());
        return null;
      }
      throw failed(where, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Also true for brokers before version 3.0. */
  private static boolean isUnavailable(@Nullable Throwable e) {
    return e instanceof AuthorizationException || e instanceof UnsupportedVersionException;
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
      if (isUnavailable(e.getCause()) || e.getCause() instanceof UnknownTopicOrPartitionException) {
        LOG.info("Open transactions of {} are unknown: {}", topic, e.getMessage());
        return null;
      }
      throw new KafkaException("The topic " + topic + " cannot be described", e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void abort(Producer producer) {
    ProducerState state = producer.state();
    AbortTransactionSpec spec =
        new AbortTransactionSpec(
            producer.partition(),
            state.producerId(),
            (short) state.producerEpoch(),
            state.coordinatorEpoch().orElse(0));
    try {
      admin.abortTransaction(spec).all().get();
      LOG.warn(
          "{}: aborted the transaction of producer {} at offset {}, which its coordinator has lost",
          producer.partition(),
          state.producerId(),
          producer.from());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        throw new KafkaException(
            ("%s: the transaction of producer %d at offset %d never ends, because its coordinator"
                    + " has lost it, and readers wait for it. The job may not abort it (Alter on the"
                    + " cluster; ClusterAction before version 3.8). An administrator must abort it:"
                    + " %s")
                .formatted(
                    producer.partition(), state.producerId(), producer.from(), producer.command()),
            e.getCause());
      }
      throw failed(producer.partition(), e);
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
