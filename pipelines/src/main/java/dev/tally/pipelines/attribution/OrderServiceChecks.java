package dev.tally.pipelines.attribution;

import dev.tally.io.orders.OrderApi;
import dev.tally.pipelines.options.Problems;
import dev.tally.runners.RunnerSettings;
import dev.tally.transforms.enrich.OrderService;
import java.time.Duration;

/** The options of the order service, checked; the service itself may be down at launch. */
final class OrderServiceChecks {
  private OrderServiceChecks() {}

  /** The service of the options; none, and problems, if they are wrong. */
  static OrderService check(AttributionOptions options, Problems problems) {
    String url = options.getOrderService();
    Duration timeout =
        Duration.ofMillis(
            problems.duration("orderServiceTimeout", options.getOrderServiceTimeout()).getMillis());
    int calls = options.getOrderServiceCalls();
    problems.require(calls >= 1, "--orderServiceCalls must be at least 1; 4 is usual.");
    problems.require(
        !timeout.isZero(), "--orderServiceTimeout must be longer than zero; 2s is usual.");
    if (url == null || !problems.none()) {
      return OrderService.absent();
    }
    OrderApi api = problems.attempt(() -> OrderApi.at(url).withTimeout(timeout).withCalls(calls));
    if (api == null) {
      return OrderService.absent();
    }
    Duration checkpoint = RunnerSettings.checkpointTimeout(options);
    problems.require(
        api.longest().compareTo(checkpoint) < 0,
        ("--orderServiceTimeout=%s is too long: %d attempts must end within the %d s that a"
                + " checkpoint may take. 2s is usual.")
            .formatted(
                options.getOrderServiceTimeout(), OrderApi.ATTEMPTS, checkpoint.toSeconds()));
    return new HttpOrderService(api);
  }
}
