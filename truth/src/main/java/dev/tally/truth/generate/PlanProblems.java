package dev.tally.truth.generate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Checks a plan and reports all problems at once. */
final class PlanProblems {
  private static final Instant LAST_START = Instant.parse("2099-01-01T00:00:00Z");
  private static final int MOST_NAMES = 1_000_000;
  private static final int MOST_REGIONS = 64;
  private static final int MOST_ORDERS = 2_000_000;
  private static final int MOST_EVENTS_WITH_ORDERS = 20_000_000;

  private final List<String> found = new ArrayList<>();

  private PlanProblems() {}

  static void throwIfAny(Plan plan) {
    PlanProblems problems = new PlanProblems();
    problems.inCounts(plan);
    problems.inRegions(plan.regions());
    problems.inShares(plan);
    problems.inTimes(plan);
    problems.inOrders(plan);
    if (!problems.found.isEmpty()) {
      throw new IllegalArgumentException(
          "The plan is invalid:\n - " + String.join("\n - ", problems.found));
    }
  }

  private void inCounts(Plan plan) {
    within("events", plan.events(), 1, 10_000_000_000L);
    within("ads", plan.ads(), 1, MOST_NAMES);
    within("campaigns", plan.campaigns(), 1, Math.max(1, plan.ads()));
    within("stores", plan.stores(), 1, Math.max(1, plan.campaigns()));
    within("users", plan.users(), 1, 1_000_000_000);
  }

  private void inRegions(List<String> regions) {
    within("the number of regions", regions.size(), 1, MOST_REGIONS);
    for (String region : regions) {
      require(
          region.matches("[a-z0-9-]{1,64}"),
          "region must be 1 to 64 lower-case letters, digits and hyphens, is '" + region + "'");
    }
    require(
        new HashSet<>(regions).size() == regions.size(),
        "regions must not repeat, are " + String.join(",", regions));
  }

  private void inShares(Plan plan) {
    share("clickShare", plan.clickShare());
    share("hotUserShare", plan.hotUserShare());
    share("duplicateShare", plan.duplicateShare());
    share("lateShare", plan.lateShare());
    share("malformedShare", plan.malformedShare());
    require(
        plan.zipfExponent() >= 0 && plan.zipfExponent() <= 10,
        "zipfExponent must be from 0 to 10, is " + plan.zipfExponent());
  }

  private void inTimes(Plan plan) {
    within("span", plan.span(), Duration.ofMillis(1), Duration.ofDays(366));
    within("maxEventAge", plan.maxEventAge(), Duration.ofSeconds(1), Duration.ofDays(30));
    within("maxClockSkew", plan.maxClockSkew(), Duration.ZERO, Duration.ofDays(1));
    within("maxDelay", plan.maxDelay(), Duration.ZERO, plan.maxEventAge());
    within("maxCopyDelay", plan.maxCopyDelay(), Duration.ofMillis(1), Duration.ofDays(1));
    require(
        !plan.start().isBefore(Instant.EPOCH.plus(Duration.ofDays(365)))
            && !plan.start().isAfter(LAST_START)
            && plan.start().equals(plan.start().truncatedTo(ChronoUnit.MILLIS)),
        "start must be whole milliseconds from 1971 to 2098, is " + plan.start());
  }

  private void inOrders(Plan plan) {
    OrderPlan orders = plan.orders();
    within("orders", orders.count(), 0, MOST_ORDERS);
    require(
        orders.count() == 0 || plan.events() <= MOST_EVENTS_WITH_ORDERS,
        "events must be at most " + MOST_EVENTS_WITH_ORDERS + " if there are orders");
    share("cancelledShare", orders.cancelledShare());
    share("lateShare of orders", orders.lateShare());
    share("earlyShare", orders.earlyShare());
    share("copyShare", orders.copyShare());
    within("campaignChanges", orders.campaignChanges(), 0, MOST_NAMES);
    within("clickWindow", orders.clickWindow(), Duration.ZERO, Duration.ofDays(365));
    within("viewWindow", orders.viewWindow(), Duration.ZERO, Duration.ofDays(365));
  }

  private void share(String name, double value) {
    require(value >= 0 && value <= 1, name + " must be from 0 to 1, is " + value);
  }

  private void within(String name, long value, long least, long most) {
    require(
        value >= least && value <= most,
        name + " must be from " + least + " to " + most + ", is " + value);
  }

  private void within(String name, Duration value, Duration least, Duration most) {
    require(
        value.compareTo(least) >= 0
            && value.compareTo(most) <= 0
            && value.equals(value.truncatedTo(ChronoUnit.MILLIS)),
        name + " must be whole milliseconds from " + least + " to " + most + ", is " + value);
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      found.add(problem);
    }
  }
}
