package dev.tally.truth.generate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Generates a plan with orders in memory. */
record OrderRuns(
    Plan plan,
    List<Plans.Line> events,
    List<Plans.Line> campaigns,
    List<Plans.Line> orders,
    String truthCsv,
    Summary summary) {
  static OrderRuns of(Plan plan) {
    try {
      List<Plans.Line> events = new ArrayList<>();
      List<Plans.Line> campaigns = new ArrayList<>();
      List<Plans.Line> orders = new ArrayList<>();
      Generator.Generated generated =
          Generator.generate(plan, (time, value) -> events.add(Plans.Line.of(time, value)));
      OrderGenerator generator = Objects.requireNonNull(generated.orders());
      generator.writeCampaigns((time, value) -> campaigns.add(Plans.Line.of(time, value)));
      generator.writeOrders((time, value) -> orders.add(Plans.Line.of(time, value)));
      StringBuilder csv = new StringBuilder();
      generator.truth().writeTo(csv);
      return new OrderRuns(plan, events, campaigns, orders, csv.toString(), generated.summary());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  OrderSummary orderSummary() {
    return Objects.requireNonNull(summary.orders());
  }

  List<String> truthRows() {
    return truthCsv.lines().skip(1).toList();
  }
}
