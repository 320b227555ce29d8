package dev.tally.io.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTransactionsResult;
import org.apache.kafka.clients.admin.FenceProducersResult;
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
  private final Admin admin;
  private final String owner;
  private int epoch;

  ShardFence(Admin admin, String sinkGroup, int partition) {
    this.admin = admin;
    this.owner = sinkGroup + "-" + partition;
  }

  String slotId(int slot) {
    return owner + "." + slot;
  }

  /**
   * Fences all writers and aborts their open transactions. A slot that was never used is not
   * fenced: a replaced writer that initializes it later finds that the lock is fenced.
   *
   * @throws KafkaException also if another writer does the same at this moment
   */
  void acquire() {
    try {
      Map<String, Integer> fenced = new HashMap<>(fence(List.of(owner)));
      fenced.putAll(fence(epochs(slotIds()).keySet()));
      if (!epochs(fenced.keySet()).equals(fenced)) {
        throw lost();
      }
      epoch = Objects.requireNonNull(fenced.get(owner), owner);
    } catch (ExecutionException e) {
      throw new KafkaException("The writers of " + owner + " cannot be fenced", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted", e);
    }
  }

  private List<String> slotIds() {
    return IntStream.range(0, TwoPhaseLog.SLOTS).mapToObj(this::slotId).toList();
  }

  private Map<String, Integer> fence(Collection<String> ids)
      throws ExecutionException, InterruptedException {
    FenceProducersResult fenced = admin.fenceProducers(ids);
    Map<String, Integer> epochs = new HashMap<>();
    for (String id : ids) {
      epochs.put(id, (int) fenced.epochId(id).get());
    }
    return epochs;
  }

  /**
   * Throws if another writer has acquired the partition since, or if the lock has expired
   * (transactional.id.expiration.ms): another writer may then have acquired it unnoticed.
   */
  void check() {
    try {
      Integer now = epochs(List.of(owner)).get(owner);
      if (now == null || now != epoch) {
        throw lost();
      }
    } catch (ExecutionException e) {
      throw new KafkaException("The owner of " + owner + " is unknown", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted", e);
    }
  }

  /** Returns the epochs of those transactional ids that exist. */
  private Map<String, Integer> epochs(Collection<String> ids)
      throws ExecutionException, InterruptedException {
    DescribeTransactionsResult described = admin.describeTransactions(ids);
    Map<String, Integer> epochs = new HashMap<>();
    for (String id : ids) {
      try {
        epochs.put(id, described.description(id).get().producerEpoch());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TransactionalIdNotFoundException)) {
          throw e;
        }
      }
    }
    return epochs;
  }

  private KafkaException lost() {
    return new KafkaException(
        "Another writer has acquired the shard " + owner + ", or its lock has expired");
  }
}
