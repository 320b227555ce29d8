package dev.tally.pipelines.attribution;

import dev.tally.io.orders.OrderApi;
import dev.tally.pipelines.options.Problems;
import dev.tally.runners.RunnerSettings;
import dev.tally.transforms.enrich.OrderService;
import org.joda.time.Duration;

/**
 * Checks the options of the order service. The service itself is not called, because it may be down
 * at launch.
 */
final class OrderServiceChecks {
  private OrderServiceChecks() {}

  /**
   * Returns the service that the options name, or {@link OrderService#absent} if they name none. If
   * they are invalid, adds problems and returns {@link OrderService#absent}.
   */
  static OrderService check(AttributionOptions options, Problems problems) {
    String url = options.getOrderService();
    Duration timeout = problems.duration("orderServiceTimeout", options.getOrderServiceTimeout());
    int calls = options.getOrderServiceCalls();
    if (url == null || !problems.none()) {
      return OrderService.absent();
    }
    OrderApi api =
        problems.attempt(
            () -> OrderApi.at(url).withTimeout(timeout).withMaxConcurrentRequests(calls));
    if (api == null) {
      return OrderService.absent();
    }
    Duration checkpoint = Duration.millis(RunnerSettings.checkpointTimeout(options).toMillis());
    problems.require(
        api.maxBatchDuration().isShorterThan(checkpoint),
        ("--orderServiceTimeout=%s is too long: %d attempts must end within the %d s of the"
                + " checkpoint timeout. The default is 2s.")
            .formatted(
                options.getOrderServiceTimeout(),
                OrderApi.ATTEMPTS,
                checkpoint.getStandardSeconds()));
    return new HttpOrderService(api);
  }
}
