package dev.tally.io.kafka;

import dev.tally.io.kafka.TwoPhaseLog.ProducerIdentity;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTransactionsResult;
import org.apache.kafka.clients.admin.FenceProducersResult;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/**
 * Ensures that one writer owns a partition exclusively. The partition has one transactional id that
 * only serves as a lock, and one per slot. To acquire the partition, a writer fences all of them.
 * Whenever it starts to use a slot it checks that no other writer has fenced the lock since.
 *
 * <p>The lock is the transactional id of the other mode's writer, which is thus fenced too.
 */
final class ShardFence {
  /** While no checkpoint fails, one slot is written and one waits for its checkpoint. */
  private static final int USED_NORMALLY = 2;

  private final Admin admin;
  private final String owner;
  private Map<String, ProducerIdentity> acquired = Map.of();

  ShardFence(Admin admin, String sinkGroup, int partition) {
    this.admin = admin;
    this.owner = sinkGroup + "-" + partition;
  }

  String slotId(int slot) {
    return owner + "." + slot;
  }

  /**
   * Fences all writers and aborts their open transactions. A slot that was never used is not
   * fenced, except the two that a writer uses normally: a replaced writer that initializes it later
   * finds that the lock is fenced.
   *
   * @throws KafkaException also if another writer does the same at this moment
   */
  void acquire() {
    try {
      Map<String, ProducerIdentity> fenced = new HashMap<>(fence(List.of(owner)));
      Set<String> slots = new LinkedHashSet<>(slotIds().subList(0, USED_NORMALLY));
      slots.addAll(producers(slotIds()).keySet());
      fenced.putAll(fence(slots));
      if (!producers(fenced.keySet()).equals(fenced)) {
        throw lost();
      }
      acquired = Map.copyOf(fenced);
    } catch (ExecutionException e) {
      throw new KafkaException("The writers of " + owner + " cannot be fenced", e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Adopts the lock of a producer that was initialized with its transactional id.
   *
   * @param lock the producer's id and epoch
   */
  void adopt(ProducerIdentity lock) {
    acquired = Map.of(owner, lock);
  }

  /** Fences all slots, whether the brokers know them or not. */
  void fenceSlots() {
    try {
      Map<String, ProducerIdentity> fenced = new HashMap<>(acquired);
      fenced.putAll(fence(slotIds()));
      acquired = Map.copyOf(fenced);
    } catch (ExecutionException e) {
      throw new KafkaException("The writers of " + owner + " cannot be fenced", e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Returns the ids of the producers of the lock and of the slots that were fenced. */
  Set<Long> producerIds() {
    return acquired.values().stream().map(ProducerIdentity::id).collect(Collectors.toSet());
  }

  private List<String> slotIds() {
    return IntStream.range(0, TwoPhaseLog.SLOTS).mapToObj(this::slotId).toList();
  }

  private Map<String, ProducerIdentity> fence(Collection<String> ids)
      throws ExecutionException, InterruptedException {
    FenceProducersResult fenced = admin.fenceProducers(ids);
    Map<String, ProducerIdentity> producers = new HashMap<>();
    for (String id : ids) {
      producers.put(
          id, new ProducerIdentity(fenced.producerId(id).get(), fenced.epochId(id).get()));
    }
    return producers;
  }

  /**
   * Throws if another writer has acquired the partition since, or if the lock has expired
   * (transactional.id.expiration.ms): another writer may then have acquired it unnoticed. The epoch
   * alone does not prove it: a coordinator that has lost the lock begins again with another
   * producer id.
   */
  void check() {
    try {
      if (!Objects.equals(producers(List.of(owner)).get(owner), acquired.get(owner))) {
        throw lost();
      }
    } catch (ExecutionException e) {
      throw new KafkaException("The owner of " + owner + " is unknown", e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Returns the producers of those transactional ids that exist. */
  private Map<String, ProducerIdentity> producers(Collection<String> ids)
      throws ExecutionException, InterruptedException {
    DescribeTransactionsResult described = admin.describeTransactions(ids);
    Map<String, ProducerIdentity> producers = new HashMap<>();
    for (String id : ids) {
      try {
        TransactionDescription found = described.description(id).get();
        producers.put(id, new ProducerIdentity(found.producerId(), (short) found.producerEpoch()));
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TransactionalIdNotFoundException)) {
          throw e;
        }
      }
    }
    return producers;
  }

  private static KafkaException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new KafkaException("Interrupted", e);
  }

  private KafkaException lost() {
    return new KafkaException(
        "Another writer has acquired the shard " + owner + ", or its lock has expired");
  }
}
