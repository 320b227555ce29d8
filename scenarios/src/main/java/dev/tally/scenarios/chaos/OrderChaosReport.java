package dev.tally.scenarios.chaos;

import dev.tally.runners.Checkpoint;
import dev.tally.scenarios.chaos.OrderChaos.PhaseEnd;
import dev.tally.scenarios.chaos.OrderSender.Sent;
import dev.tally.scenarios.chaos.SeenOrders.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sums up the outcomes of the orders by phase; an order belongs to the phase in which it was sent.
 */
public final class OrderChaosReport implements ChaosResult {
  private static final String HEAD =
      "%-9s %7s %7s %8s %9s %7s %7s %7s %12s %11s %9s %8s %7s %7s"
          .formatted(
              "phase",
              "seconds",
              "orders",
              "pending",
              "enriched",
              "p50 s",
              "p99 s",
              "max s",
              "checkpoints",
              "longest ms",
              "requests",
              "retried",
              "failed",
              "opened");

  private final List<String> lines = new ArrayList<>();
  private boolean sound = true;

  OrderChaosReport(
      List<PhaseEnd> phases,
      Map<String, Sent> sent,
      SeenOrders seen,
      List<Checkpoint> checkpoints,
      Map<String, Long> atTheEnd) {
    lines.add(HEAD);
    Map<String, Long> before = Map.of();
    for (PhaseEnd phase : phases) {
      Orders orders = Orders.of(phase, sent.values(), seen);
      List<Checkpoint> completed = completed(phase, checkpoints);
      sound &= !completed.isEmpty();
      lines.add(row(phase, orders, completed, before));
      before = phase.counters();
    }
    long lost = sent.keySet().stream().filter(id -> seen.get(id) == null).count();
    long unsettled = sent.values().stream().filter(order -> !seen.isSettled(order)).count();
    sound &= lost == 0 && unsettled == 0 && seen.conflicting() == 0 && seen.repeated() == 0;
    lines.add(
        "orders=%d lost=%d pending=%d conflicting=%d repeated=%d checkpoints_failed=%d dropped=%d"
            .formatted(
                sent.size(),
                lost,
                unsettled - lost,
                seen.conflicting(),
                seen.repeated(),
                failed(phases, checkpoints),
                atTheEnd.getOrDefault("droppedDueToLateness", 0L)));
  }

  /**
   * Returns true if every order has its details, no revision is duplicated or contradicted, and
   * checkpoints completed in every phase.
   */
  @Override
  public boolean sound() {
    return sound;
  }

  @Override
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /**
   * The orders of a phase; {@code delays} are the sorted times in ms from sending an order until it
   * was committed with details.
   */
  private record Orders(long count, long pending, List<Long> delays) {
    static Orders of(PhaseEnd phase, Iterable<Sent> sent, SeenOrders seen) {
      long count = 0;
      long pending = 0;
      List<Long> delays = new ArrayList<>();
      for (Sent order : sent) {
        if (order.at() >= phase.from() && order.at() < phase.until()) {
          Seen its = seen.get(order.id());
          count++;
          pending += its != null && its.wasPending() ? 1 : 0;
          if (its != null && its.enrichedAt() > 0) {
            delays.add(its.enrichedAt() - order.at());
          }
        }
      }
      delays.sort(Long::compare);
      return new Orders(count, pending, delays);
    }

    double seconds(double quantile) {
      return delays.isEmpty() ? 0 : delays.get((int) ((delays.size() - 1) * quantile)) / 1e3;
    }
  }

  private static String row(
      PhaseEnd phase, Orders orders, List<Checkpoint> completed, Map<String, Long> before) {
    return "%-9s %7d %7d %8d %9d %7.1f %7.1f %7.1f %12d %11d %9d %8d %7d %7d"
        .formatted(
            phase.phase().kind(),
            (phase.until() - phase.from()) / 1_000,
            orders.count(),
            orders.pending(),
            orders.delays().size(),
            orders.seconds(0.5),
            orders.seconds(0.99),
            orders.seconds(1),
            completed.size(),
            completed.stream().mapToLong(c -> c.acknowledged() - c.triggered()).max().orElse(0),
            more("requests_sent", phase, before),
            more("requests_retried", phase, before),
            more("requests_failed", phase, before),
            more("breaker_opened", phase, before));
  }

  private static long more(String counter, PhaseEnd phase, Map<String, Long> before) {
    return phase.counters().getOrDefault(counter, 0L) - before.getOrDefault(counter, 0L);
  }

  private static List<Checkpoint> completed(PhaseEnd phase, List<Checkpoint> checkpoints) {
    return checkpoints.stream()
        .filter(Checkpoint::completed)
        .filter(c -> c.triggered() >= phase.from() && c.triggered() < phase.until())
        .toList();
  }

  /**
   * Counts the checkpoints that failed between the start of the first phase and the end of the last
   * one.
   */
  private static long failed(List<PhaseEnd> phases, List<Checkpoint> checkpoints) {
    long from = phases.get(0).from();
    long until = phases.get(phases.size() - 1).until();
    return checkpoints.stream()
        .filter(ended -> !ended.completed())
        .filter(ended -> ended.triggered() >= from && ended.triggered() < until)
        .count();
  }
}
