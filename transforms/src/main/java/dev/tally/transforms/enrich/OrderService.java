package dev.tally.transforms.enrich;

import dev.tally.transforms.model.OrderDetails;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Whoever knows the details of orders; stands in job graphs, and is connected to on each worker.
 */
public interface OrderService extends Serializable {
  /** A connection for one thread; nothing of the network is touched yet. */
  Connection connect();

  /** True if there is none: orders go on as they are. */
  default boolean isAbsent() {
    return false;
  }

  /** No service. */
  static OrderService absent() {
    return new AbsentOrderService();
  }

  /** What is asked of the service, and what it has answered. No call waits for the network. */
  interface Connection {
    /**
     * The details of an order, or null if they are not known here. Then the service will be asked
     * for them at the next {@link #flush} at the latest: look again later. That the service does
     * not know the order either is no reason to stop: it may learn of it.
     */
    @Nullable OrderDetails ask(String orderId);

    /** Lets go what was asked for, at the end of a bundle. */
    void flush();

    /** Gives up what is under way, and frees everything. */
    void close();
  }
}
