package dev.tally.io.orders;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Answers that came lately: details for some minutes, that there are none for a short time. */
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
   * An answer.
   *
   * @param details null if the service does not know the order
   */
  record Answer(@Nullable Details details) {}

  /** The answer; null if there was none lately. */
  @Nullable Answer get(String orderId) {
    return cache.getIfPresent(orderId);
  }

  void put(String orderId, @Nullable Details details) {
    cache.put(orderId, new Answer(details));
  }
}
