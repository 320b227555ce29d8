package dev.tally.transforms.enrich;

import dev.tally.transforms.model.OrderDetails;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A service that knows an order from the nth query for it on. Each response has one item more than
 * the one before, so that a repeated query has a different response. A query gets its response
 * after the next flush.
 */
final class ScriptedOrders implements OrderService {
  private static final Map<String, Desk> DESKS = new ConcurrentHashMap<>();
  private final String name;

  private ScriptedOrders(String name) {
    this.name = name;
  }

  /** Returns the service of one test, which knows an order from this query on. */
  static ScriptedOrders knowingFrom(String test, int ask) {
    DESKS.put(test, new Desk(ask));
    return new ScriptedOrders(test);
  }

  /** Returns the number of open connections. */
  int open() {
    return desk().open.get();
  }

  private Desk desk() {
    Supplier<AssertionError> gone = () -> new AssertionError("no desk " + name);
    Desk desk = DESKS.get(name);
    if (desk == null) {
      throw gone.get();
    }
    return desk;
  }

  @Override
  public Connection connect() {
    desk().open.incrementAndGet();
    return desk();
  }

  private static final class Desk implements Connection {
    private final int knownFrom;
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final Map<String, Integer> flushed = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();

    Desk(int knownFrom) {
      this.knownFrom = knownFrom;
    }

    @Override
    public @Nullable OrderDetails lookUp(String orderId) {
      int asks = asked.merge(orderId, 1, Integer::sum);
      boolean known = knownFrom <= 1 || flushed.getOrDefault(orderId, 0) >= knownFrom - 1;
      return known ? new OrderDetails(asks, "grocery", true) : null;
    }

    @Override
    public void flush() {
      flushed.putAll(asked);
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }
}
