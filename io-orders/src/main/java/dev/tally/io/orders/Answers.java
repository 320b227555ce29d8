package dev.tally.io.orders;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the service's recent responses: the details of an order for ten minutes, and the
 * information that the service does not know an order for a few seconds.
 */
final class Answers {
  private static final Duration KNOWN_FOR = Duration.ofMinutes(10);

  private final Cache<String, Answer> cache;

  Answers(Duration unknownFor, Ticker ticker) {
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(OrderLookup.MAX_WANTED)
            .expireAfter(
                Expiry.<String, Answer>writing(
                    (id, answer) -> answer.details() == null ? unknownFor : KNOWN_FOR))
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  /**
   * The cached response for one order.
   *
   * @param details null if the service does not know the order
   */
  record Answer(@Nullable Details details) {}

  /** Returns the cached response for an order, or null if there is none. */
  @Nullable Answer get(String orderId) {
    return cache.getIfPresent(orderId);
  }

  void put(String orderId, @Nullable Details details) {
    cache.put(orderId, new Answer(details));
  }
}
