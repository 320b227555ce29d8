package dev.tally.transforms.attribute;

import dev.tally.transforms.InMemory;
import dev.tally.transforms.model.Touch;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;

/** The state cells and timers of a bucket in memory. */
final class BucketCells {
  InMemory.Entries<UserStore, AttributionHead> heads = new InMemory.Entries<>();
  InMemory.Entries<KV<UserStore, Integer>, List<Touch>> touchBlocks = new InMemory.Entries<>();
  InMemory.Entries<UserStore, HourCounts> forgotten = new InMemory.Entries<>();
  InMemory.Entries<KV<UserStore, String>, KeptOrder> orders = new InMemory.Entries<>();
  InMemory.Entries<KV<UserStore, Integer>, List<OrderRef>> orderBlocks = new InMemory.Entries<>();
  InMemory.Value<Agenda> agenda = new InMemory.Value<>();
  InMemory.Entries<Integer, List<DueKey>> dueBlocks = new InMemory.Entries<>();
  InMemory.Entries<SweepPage, List<UserStore>> sweepPages = new InMemory.Entries<>();
  InMemory.OneTimer due = new InMemory.OneTimer();
  InMemory.OneTimer sweep = new InMemory.OneTimer();

  BeamHoldCells all() {
    return new BeamHoldCells(
        heads, touchBlocks, forgotten, orders, orderBlocks, agenda, dueBlocks, sweepPages);
  }

  BucketTimers timers() {
    return new BeamHoldCells.Timers(due, sweep);
  }

  BucketAgenda open() {
    return all().openAgenda();
  }

  /** Returns the bucket as a restored job reads it: from the bytes of a savepoint. */
  BucketCells restored() {
    BucketCells copy = new BucketCells();
    copy.heads = heads.copy(head -> throughBytes(AttributionHeadCoder.of(), head));
    copy.touchBlocks = touchBlocks.copy(block -> throughBytes(BlockCoder.ofTouches(), block));
    copy.forgotten = forgotten.copy(counts -> throughBytes(HourCountsCoder.of(), counts));
    copy.orders = orders.copy(kept -> throughBytes(KeptOrderCoder.of(), kept));
    copy.orderBlocks = orderBlocks.copy(block -> throughBytes(BlockCoder.ofRefs(), block));
    if (agenda.read() != null) {
      copy.agenda.write(throughBytes(AgendaCoder.of(), agenda.read()));
    }
    copy.dueBlocks = dueBlocks.copy(block -> throughBytes(BlockCoder.ofDueKeys(), block));
    copy.sweepPages = sweepPages.copy(page -> throughBytes(BlockCoder.ofKeys(), page));
    copy.due = due.copy();
    copy.sweep = sweep.copy();
    return copy;
  }

  private static <T> T throughBytes(Coder<T> coder, T value) {
    try {
      return CoderUtils.decodeFromByteArray(coder, CoderUtils.encodeToByteArray(coder, value));
    } catch (CoderException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns true if nothing is stored for any key. */
  boolean isEmpty() {
    return heads.size() == 0
        && touchBlocks.size() == 0
        && forgotten.size() == 0
        && orders.size() == 0
        && orderBlocks.size() == 0
        && agenda.read() == null
        && dueBlocks.size() == 0
        && sweepPages.size() == 0;
  }
}
