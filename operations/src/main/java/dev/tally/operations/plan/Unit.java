package dev.tally.operations.plan;

import java.util.Locale;

/** The unit of an {@link Estimate}. Sizes are decimal: 1 GB is 10^9 bytes. */
public enum Unit {
  COUNT("") {
    @Override
    public String text(double value) {
      return value < LARGE
          ? String.format(Locale.ROOT, "%,.0f", value)
          : String.format(Locale.ROOT, "%.1e", value);
    }
  },
  CORES("") {
    @Override
    public String text(double value) {
      return String.format(Locale.ROOT, "%,.1f cores", value);
    }
  },
  BYTES("_bytes") {
    @Override
    public String text(double value) {
      return size(value);
    }
  },
  BYTES_PER_SECOND("_bytes_per_second") {
    @Override
    public String text(double value) {
      return size(value) + "/s";
    }
  },
  SECONDS("_seconds") {
    @Override
    public String text(double value) {
      return duration(value);
    }
  };

  private static final double LARGE = 1e15;
  private static final double STEP = 1_000;
  private static final String[] SIZES = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  private static final double MINUTE = 60;
  private static final double HOUR = 3_600;
  private static final double DAY = 86_400;

  private final String suffix;

  Unit(String suffix) {
    this.suffix = suffix;
  }

  /** Returns the value with the name of the unit. */
  public abstract String text(double value);

  /** Returns what follows the name of a value in JSON, for example {@code _bytes}. */
  String suffix() {
    return suffix;
  }

  private static String size(double bytes) {
    double value = bytes;
    int step = 0;
    while (value >= STEP && step < SIZES.length - 1) {
      value /= STEP;
      step++;
    }
    String format = step == 0 || value >= 100 ? "%,.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, format, value, SIZES[step]);
  }

  private static String duration(double seconds) {
    if (seconds >= 2 * DAY) {
      return String.format(Locale.ROOT, "%,.0f days", seconds / DAY);
    }
    if (seconds >= 2 * HOUR) {
      return String.format(Locale.ROOT, "%.0f h", seconds / HOUR);
    }
    return seconds >= 2 * MINUTE
        ? String.format(Locale.ROOT, "%.0f min", seconds / MINUTE)
        : String.format(Locale.ROOT, "%.0f s", seconds);
  }
}
