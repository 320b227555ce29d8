package dev.tally.io.orders;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fetches order details from an order service, in batches and in the background, and caches the
 * responses for a while. No method of this class waits for the network.
 *
 * <p>The orders passed to {@link #lookUp} are sent when a batch is full or at the next {@link
 * #flush}, provided that fewer than the maximum number of requests are in flight. Orders that
 * arrive while that many are in flight go into the next batch, so batches grow under load. If all
 * attempts of a batch fail, its orders are forgotten, and a caller that still needs them must call
 * {@link #lookUp} again.
 *
 * <p>Limits: at most 100,000 orders wait for a request; further orders are dropped, and so are all
 * waiting orders while the circuit breaker is open. At most 100,000 responses are cached.
 *
 * <p>Thread-safe. {@link #flush} reports counters to Beam: call it from a bundle.
 */
public final class OrderLookup implements AutoCloseable {
  static final int MAX_WANTED = 100_000;

  private final int maxConcurrentRequests;
  private final int batch;
  private final LookupCounters counts = new LookupCounters();
  private final Answers answers;
  private final ResilientCaller caller;
  private final DetailsCall call;

  /** Orders for which no request was sent yet, oldest first. */
  private final Set<String> wanted = new LinkedHashSet<>();

  private final Set<String> underWay = new HashSet<>();
  private int requestsInFlight;
  private boolean closed;

  OrderLookup(OrderApi api, Ticker ticker) {
    this.maxConcurrentRequests = api.maxConcurrentRequests();
    this.batch = api.batch();
    this.answers = new Answers(Duration.ofMillis(api.unknownFor().getMillis()), ticker);
    this.caller = new ResilientCaller(api, counts);
    this.call = new DetailsCall(api, caller.executor(), counts);
  }

  /**
   * Returns the details of an order if they are cached. Otherwise returns empty, and requests the
   * details in the background unless the service is known not to have them.
   */
  public Optional<Details> lookUp(String orderId) {
    Answers.Answer known = answers.get(orderId);
    if (known != null) {
      return Optional.ofNullable(known.details());
    }
    want(orderId);
    return Optional.empty();
  }

  /**
   * Sends the waiting orders, and reports to Beam's counters what was counted since the last call.
   */
  public void flush() {
    synchronized (this) {
      send();
    }
    counts.report();
  }

  /** Cancels the requests in flight and ends the threads. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      wanted.clear();
    }
    caller.close();
  }

  LookupCounters counts() {
    return counts;
  }

  private synchronized void want(String orderId) {
    if (underWay.contains(orderId) || answers.get(orderId) != null) {
      return; // Another thread may have received it since the caller checked.
    }
    if (wanted.size() >= MAX_WANTED) {
      counts.add(LookupCounters.Name.ORDERS_DROPPED, 1);
      return;
    }
    wanted.add(orderId);
    if (wanted.size() >= batch) {
      send();
    }
  }

  /** The caller holds the lock. */
  private void send() {
    if (caller.isOpen()) {
      counts.add(LookupCounters.Name.ORDERS_DROPPED, wanted.size());
      wanted.clear();
    }
    while (!closed
        && !wanted.isEmpty()
        && requestsInFlight < (caller.isClosed() ? maxConcurrentRequests : 1)) {
      List<String> ids = take();
      requestsInFlight++;
      underWay.addAll(ids);
      var unused =
          caller.call(() -> call.send(ids)).whenComplete((found, thrown) -> ended(ids, found));
    }
  }

  private List<String> take() {
    List<String> ids = new ArrayList<>();
    Iterator<String> all = wanted.iterator();
    while (all.hasNext() && ids.size() < batch) {
      ids.add(all.next());
      all.remove();
    }
    return ids;
  }

  private synchronized void ended(List<String> ids, @Nullable Map<String, Details> found) {
    requestsInFlight--;
    ids.forEach(underWay::remove);
    if (found == null) {
      counts.add(LookupCounters.Name.BATCHES_ABANDONED, 1);
    } else {
      ids.forEach(id -> answers.put(id, found.get(id)));
      counts.add(
          LookupCounters.Name.ANSWERS_RECEIVED, ids.stream().filter(found::containsKey).count());
      counts.add(
          LookupCounters.Name.ORDERS_MISSED,
          ids.stream().filter(id -> !found.containsKey(id)).count());
    }
    send();
  }
}
