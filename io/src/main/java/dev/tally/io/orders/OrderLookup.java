package dev.tally.io.orders;

import com.github.benmanes.caffeine.cache.Ticker;
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
 * Asks an order service, in batches and in the background, and keeps its answers for a while. No
 * call of this class waits for the network.
 *
 * <p>What is asked for is sent when a batch is full or at the next {@link #flush}, as long as a
 * call is free; what is asked for meanwhile goes into the next batch, so batches grow under load.
 * What a failing service does not answer is forgotten: whoever still wants it asks again.
 *
 * <p>Limits: 100,000 orders wait or are remembered; more asks are dropped, as those of a failing
 * service are.
 *
 * <p>Thread-safe. {@link #flush} reports counters to Beam: call it from a bundle.
 */
public final class OrderLookup implements AutoCloseable {
  static final int MAX_WANTED = 100_000;

  private final int maxCalls;
  private final int batch;
  private final Counts counts = new Counts();
  private final Answers answers;
  private final Guard guard;
  private final DetailsCall call;

  /** What no call has been sent for yet, the first first. */
  private final Set<String> wanted = new LinkedHashSet<>();

  private final Set<String> underWay = new HashSet<>();
  private int calls;
  private boolean closed;

  OrderLookup(OrderApi api, Ticker ticker) {
    this.maxCalls = api.calls();
    this.batch = api.batch();
    this.answers = new Answers(api.unknownFor(), ticker);
    this.guard = new Guard(api, counts);
    this.call = new DetailsCall(api, guard.executor(), counts);
  }

  /** The details of an order if the service has told them; else it will be asked for them. */
  public Optional<Details> ask(String orderId) {
    Answers.Answer known = answers.get(orderId);
    if (known != null) {
      return Optional.ofNullable(known.details());
    }
    want(orderId);
    return Optional.empty();
  }

  /** Sends what was asked for, and tells Beam's counters what was done since the last time. */
  public void flush() {
    synchronized (this) {
      send();
    }
    counts.report();
  }

  /** Gives up what is under way, and ends the threads. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      wanted.clear();
    }
    guard.close();
  }

  Counts counts() {
    return counts;
  }

  private synchronized void want(String orderId) {
    if (underWay.contains(orderId) || answers.get(orderId) != null) {
      return; // It may have been answered since it was looked for.
    }
    if (wanted.size() >= MAX_WANTED) {
      counts.add(Counts.Name.ASKS_DROPPED, 1);
      return;
    }
    wanted.add(orderId);
    if (wanted.size() >= batch) {
      send();
    }
  }

  /** Called with the lock held. */
  private void send() {
    if (guard.rests()) {
      counts.add(Counts.Name.ASKS_DROPPED, wanted.size());
      wanted.clear();
    }
    while (!closed && !wanted.isEmpty() && calls < (guard.trusts() ? maxCalls : 1)) {
      List<String> ids = take();
      calls++;
      underWay.addAll(ids);
      var unused =
          guard.call(() -> call.send(ids)).whenComplete((found, thrown) -> ended(ids, found));
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
    calls--;
    ids.forEach(underWay::remove);
    if (found == null) {
      counts.add(Counts.Name.BATCHES_ABANDONED, 1);
    } else {
      ids.forEach(id -> answers.put(id, found.get(id)));
      counts.add(Counts.Name.ANSWERS_RECEIVED, ids.stream().filter(found::containsKey).count());
      counts.add(
          Counts.Name.ORDERS_MISSED, ids.stream().filter(id -> !found.containsKey(id)).count());
    }
    send();
  }
}
