package dev.tally.truth.generate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Generates the event lines of a plan and their expected results.
 *
 * <p>Output: lines in the order of broker time. Broker time never decreases over all lines, so it
 * does not decrease within a partition either, whichever partition a line goes to. Event times are
 * out of order. When a line is planned, it is already known whether it will be accepted, dropped as
 * a duplicate or rejected; the generator does not parse its own output.
 *
 * <p>State: the rows of the truth and the copies not delivered yet; with orders also all events
 * (see {@link Touches}).
 */
final class Generator {
  /** Receives the lines. */
  interface LineOutput {
    void accept(long brokerTimeMs, byte[] value) throws IOException;
  }

  private final Plan plan;
  private final LineOutput lines;
  private final Json json;
  private final Copies copies;
  private final BrokenLines broken;
  private final TruthRows truth;
  private final @Nullable Touches touches;
  private final Ties ties;
  private final LineCounts counts = new LineCounts();

  private Generator(Plan plan, Catalog catalog, LineOutput lines) {
    this.plan = plan;
    this.lines = lines;
    json = new Json(plan, catalog);
    copies = new Copies(plan);
    broken = new BrokenLines(plan, json);
    truth = new TruthRows(catalog);
    touches = plan.orders().count() > 0 ? new Touches(catalog, json) : null;
    ties = new Ties(plan, catalog);
  }

  /** Passes every line of the plan to {@code lines}, in order. */
  static Generated generate(Plan plan, LineOutput lines) throws IOException {
    Catalog catalog = new Catalog(plan);
    Generator generator = new Generator(plan, catalog, lines);
    generator.run(new PlannedEvents(plan, Chance.of(plan.seed(), "events")));
    OrderGenerator orders =
        generator.touches == null ? null : OrderGenerator.of(plan, generator.touches);
    return new Generated(
        generator.counts.summary(plan, generator.truth, orders == null ? null : orders.summary()),
        generator.truth,
        orders);
  }

  /** The result; {@code orders} is null if the plan has no orders. */
  record Generated(Summary summary, TruthRows truth, @Nullable OrderGenerator orders) {}

  private void run(PlannedEvents events) throws IOException {
    PlannedArrivals arrivals = new PlannedArrivals(plan);
    Chance noise = Chance.of(plan.seed(), "noise");
    for (long number = 0; number < plan.events(); number++) {
      long now = arrivals.next();
      emitCopies(now);
      if (noise.happens(plan.malformedShare())) {
        emitBroken(now);
      }
      PlannedEvent event = events.next(number, now);
      emitFirst(touches == null ? event : ties.perhapsTied(event, now), now);
    }
    emitCopies(Long.MAX_VALUE);
  }

  private void emitFirst(PlannedEvent event, long now) throws IOException {
    counts.accepted++;
    truth.add(event);
    if (touches != null) {
      touches.add(event, now);
    }
    copies.maybeCopy(event, now);
    emit(now, json.text(event));
  }

  private void emitBroken(long now) throws IOException {
    counts.reject(broken.nextDefect().reason);
    emit(now, broken.next(now));
  }

  private void emitCopies(long until) throws IOException {
    for (Copies.PlannedCopy copy = copies.nextDue(until);
        copy != null;
        copy = copies.nextDue(until)) {
      if (copy.brokerTime() - copy.event().eventTime() > plan.maxEventAge().toMillis()) {
        counts.reject(RejectionReason.TOO_OLD);
      } else if (copy.conflicting()) {
        counts.reject(RejectionReason.CONFLICTING_COPY);
        if (touches != null) {
          touches.markUncertain(copy.event());
        }
      } else {
        counts.duplicate();
      }
      emit(copy.brokerTime(), json.text(copy.event()));
    }
  }

  private void emit(long brokerTime, String latin1) throws IOException {
    counts.line(brokerTime);
    lines.accept(brokerTime, latin1.getBytes(StandardCharsets.ISO_8859_1));
  }
}
