package dev.tally.truth.generate;

/**
 * Generates the broker times of the accepted events, in ascending order. They follow a Poisson
 * process with a daily cycle, conditioned on the planned number of events in the span.
 *
 * <p>The rate is a sinusoid that peaks at 14:00 UTC; at 02:00 it is a quarter of the peak.
 *
 * <p>Source: Bentley and Saxe, "Generating sorted lists of random numbers" (1980); the algorithm
 * needs no memory per number. {@code StrictMath} is used because the results of {@code Math} may
 * differ between machines.
 */
final class PlannedArrivals {
  private static final double PEAK_HOUR = 14;
  private static final double SWING = 0.6;
  private static final double HOUR_MS = 3_600_000;
  private static final int MOST_CELLS = 100_000;

  private final Chance chance;
  private final long start;
  private final double cellMs;
  private final double[] cumulative;
  private long remaining;
  private double unused = 1;
  private int cell;

  PlannedArrivals(Plan plan) {
    chance = Chance.of(plan.seed(), "arrivals");
    start = plan.start().toEpochMilli();
    remaining = plan.events();
    long spanMs = plan.span().toMillis();
    int cells = (int) Math.max(1, Math.min(MOST_CELLS, spanMs / 60_000));
    cellMs = (double) spanMs / cells;
    cumulative = new double[cells + 1];
    for (int i = 0; i < cells; i++) {
      cumulative[i + 1] = cumulative[i] + rate(start + (i + 0.5) * cellMs);
    }
  }

  private static double rate(double epochMs) {
    return 1 + SWING * StrictMath.cos(2 * Math.PI * (epochMs / HOUR_MS - PEAK_HOUR) / 24);
  }

  /** Returns the next broker time, epoch ms. */
  long next() {
    unused *= StrictMath.pow(1 - chance.unit(), 1.0 / remaining--);
    double target = (1 - unused) * cumulative[cumulative.length - 1];
    while (cell < cumulative.length - 2 && cumulative[cell + 1] <= target) {
      cell++;
    }
    double within = (target - cumulative[cell]) / (cumulative[cell + 1] - cumulative[cell]);
    return start + (long) (cellMs * (cell + within));
  }
}
