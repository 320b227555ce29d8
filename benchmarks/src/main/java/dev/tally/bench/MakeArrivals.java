package dev.tally.bench;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.Order;
import java.io.Serializable;
import java.util.function.Consumer;

/**
 * Generates the arrivals of one block of a load at a time, the same for every job.
 *
 * @param load how the arrivals are divided into blocks
 */
record MakeArrivals(Load load, Arrivals arrivals) implements Serializable {
  static MakeArrivals of(String run, Traffic traffic, long beginMillis) {
    return new MakeArrivals(
        new Load(run, traffic.arrivals(), Load.UNLIMITED, beginMillis, traffic::watermark),
        traffic);
  }

  void make(long block, Consumer<AdEvent> touches, Consumer<Order> orders) {
    RunLog.of(load.run()).begin();
    load.forEach(block, index -> arrivals.emit(index, touches, orders));
  }
}
