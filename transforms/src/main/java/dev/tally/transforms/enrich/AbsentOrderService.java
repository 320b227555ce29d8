package dev.tally.transforms.enrich;

import dev.tally.transforms.model.OrderDetails;
import org.jspecify.annotations.Nullable;

/**
 * Represents the absence of an order service: it has no details of any order, and no order waits
 * for it.
 */
final class AbsentOrderService implements OrderService {
  private static final long serialVersionUID = 1L;

  @Override
  public boolean isAbsent() {
    return true;
  }

  @Override
  public Connection connect() {
    return new NoConnection();
  }

  private static final class NoConnection implements Connection {
    @Override
    public @Nullable OrderDetails lookUp(String orderId) {
      return null;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
