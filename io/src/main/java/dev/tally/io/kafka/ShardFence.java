package dev.tally.io.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FenceProducersResult;
import org.apache.kafka.common.KafkaException;

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
   * Fences all writers and aborts their open transactions.
   *
   * @throws KafkaException also if another writer does the same at this moment
   */
  void acquire() {
    List<String> ids =
        Stream.concat(
                Stream.of(owner), IntStream.range(0, TwoPhaseLog.SLOTS).mapToObj(this::slotId))
            .toList();
    try {
      FenceProducersResult fenced = admin.fenceProducers(ids);
      fenced.all().get();
      Map<String, Integer> now = epochs(ids);
      for (String id : ids) {
        if (epoch(now, id) != fenced.epochId(id).get()) {
          throw lost();
        }
      }
      epoch = epoch(now, owner);
    } catch (ExecutionException e) {
      throw new KafkaException("The writers of " + owner + " cannot be fenced", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted", e);
    }
  }

  /** Throws if another writer has acquired the partition since. */
  void check() {
    try {
      if (epoch(epochs(List.of(owner)), owner) != epoch) {
        throw lost();
      }
    } catch (ExecutionException e) {
      throw new KafkaException("The owner of " + owner + " is unknown", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted", e);
    }
  }

  private Map<String, Integer> epochs(Collection<String> ids)
      throws ExecutionException, InterruptedException {
    Map<String, Integer> epochs = new HashMap<>();
    admin
        .describeTransactions(ids)
        .all()
        .get()
        .forEach((id, found) -> epochs.put(id, found.producerEpoch()));
    return epochs;
  }

  private static int epoch(Map<String, Integer> epochs, String id) {
    return Objects.requireNonNull(epochs.get(id), id);
  }

  private KafkaException lost() {
    return new KafkaException("Another writer has acquired the shard " + owner);
  }
}
