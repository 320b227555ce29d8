package dev.tally.transforms.enrich;

import dev.tally.transforms.model.OrderDetails;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * An {@code OrderService} returns the details of orders. It is serialized with the job graph, and
 * each worker opens connections to it.
 */
public interface OrderService extends Serializable {
  /** Returns a connection for use by one thread. It does not access the network yet. */
  Connection connect();

  /** Returns true if there is no service. Orders are then emitted without details. */
  default boolean isAbsent() {
    return false;
  }

  /** Returns an instance that represents the absence of a service. */
  static OrderService absent() {
    return new AbsentOrderService();
  }

  /**
   * A {@code Connection} sends queries to the service and holds its responses. No call waits for
   * the network.
   */
  interface Connection {
    /**
     * Returns the details of an order, or null if they are not known here yet. In that case the
     * service is queried at the next {@link #flush} at the latest, and the caller should call this
     * method again later. It should do so even if the service does not know the order, because the
     * service may receive it later.
     */
    @Nullable OrderDetails lookUp(String orderId);

    /** Sends the pending queries; called at the end of a bundle. */
    void flush();

    /** Abandons the queries in progress and releases all resources. */
    void close();
  }
}
