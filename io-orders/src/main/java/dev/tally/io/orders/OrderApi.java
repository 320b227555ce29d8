package dev.tally.io.orders;

import static com.google.common.base.Preconditions.checkArgument;

import com.github.benmanes.caffeine.cache.Ticker;
import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import org.joda.time.Duration;

/**
 * Settings of an order service over HTTP: its address and the limits on requests to it. It is
 * serialized with the job graph; each worker opens its own {@link OrderLookup}.
 *
 * <p>Limits: HTTP/1.1, http or https; requests carry no credentials.
 */
@AutoValue
public abstract class OrderApi implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * The number of times that a batch is sent before it is abandoned. The orders of an abandoned
   * batch are sent again only when the caller requests them again.
   */
  public static final int ATTEMPTS = 3;

  private static final Duration DEFAULT_TIMEOUT = Duration.standardSeconds(2);
  private static final int DEFAULT_MAX_CONCURRENT_REQUESTS = 4;
  private static final int DEFAULT_BATCH = 100;
  private static final Duration DEFAULT_UNKNOWN_FOR = Duration.standardSeconds(5);
  private static final Duration DEFAULT_BREAKER_DELAY = Duration.standardSeconds(5);
  private static final String NO_BASE_URL =
      "%s is not a base URL: write it like http://orders.internal:8080";
  private static final int CONCURRENT_REQUESTS_LIMIT = 1_000;

  /**
   * The service at a base URL, e.g. {@code http://orders.internal:8080}.
   *
   * @throws IllegalArgumentException if it is not such a URL
   */
  public static OrderApi at(String url) {
    URI base = parsed(url);
    checkArgument(
        base.getHost() != null
            && ("http".equals(base.getScheme()) || "https".equals(base.getScheme())),
        NO_BASE_URL,
        url);
    checkArgument(
        base.getRawUserInfo() == null
            && base.getRawQuery() == null
            && base.getRawFragment() == null,
        "the base URL of %s has more than host, port and path: remove the rest",
        base.getHost());
    return new AutoValue_OrderApi(
        base,
        DEFAULT_TIMEOUT,
        DEFAULT_MAX_CONCURRENT_REQUESTS,
        DEFAULT_BATCH,
        DEFAULT_UNKNOWN_FOR,
        DEFAULT_BREAKER_DELAY);
  }

  private static URI parsed(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(NO_BASE_URL.formatted(url), e);
    }
  }

  abstract URI base();

  abstract Duration timeout();

  abstract int maxConcurrentRequests();

  abstract int batch();

  abstract Duration unknownFor();

  abstract Duration breakerDelay();

  /** Sets how long to wait for the response to one request. Default: 2 seconds. */
  public OrderApi withTimeout(Duration timeout) {
    checkArgument(
        timeout.isLongerThan(Duration.ZERO), "timeout must be above zero, is %s", timeout);
    return new AutoValue_OrderApi(
        base(), timeout, maxConcurrentRequests(), batch(), unknownFor(), breakerDelay());
  }

  /**
   * Sets the maximum number of concurrent requests, from 1 to 1000. Default: 4. Orders that are
   * looked up while this many requests are in flight wait for the next request.
   */
  public OrderApi withMaxConcurrentRequests(int maxConcurrentRequests) {
    checkArgument(
        maxConcurrentRequests > 0 && maxConcurrentRequests <= CONCURRENT_REQUESTS_LIMIT,
        "the number of concurrent requests must be from 1 to %s, is %s",
        CONCURRENT_REQUESTS_LIMIT,
        maxConcurrentRequests);
    return new AutoValue_OrderApi(
        base(), timeout(), maxConcurrentRequests, batch(), unknownFor(), breakerDelay());
  }

  /** Sets the maximum number of orders in one request. Default: 100. */
  public OrderApi withBatch(int batch) {
    checkArgument(batch > 0, "batch must be above 0, is %s", batch);
    return new AutoValue_OrderApi(
        base(), timeout(), maxConcurrentRequests(), batch, unknownFor(), breakerDelay());
  }

  /** Sets how long an order that the service does not know is not requested again. Default: 5 s. */
  public OrderApi withUnknownFor(Duration unknownFor) {
    return new AutoValue_OrderApi(
        base(), timeout(), maxConcurrentRequests(), batch(), unknownFor, breakerDelay());
  }

  /**
   * Sets how long the circuit breaker stays open after half of the recent requests have failed. No
   * request is sent during that time. Default: 5 s.
   */
  public OrderApi withBreakerDelay(Duration breakerDelay) {
    return new AutoValue_OrderApi(
        base(), timeout(), maxConcurrentRequests(), batch(), unknownFor(), breakerDelay);
  }

  /**
   * Returns an upper bound on the duration of a batch: all its attempts and the pauses between
   * them.
   */
  public Duration maxBatchDuration() {
    return timeout()
        .plus(Duration.millis(ResilientCaller.LONGEST_PAUSE.toMillis()))
        .multipliedBy(ATTEMPTS);
  }

  /**
   * Opens a lookup on a worker. It sends nothing before the first call of {@link
   * OrderLookup#lookUp}.
   */
  public OrderLookup open() {
    return open(Ticker.systemTicker());
  }

  OrderLookup open(Ticker ticker) {
    return new OrderLookup(this, ticker);
  }
}
