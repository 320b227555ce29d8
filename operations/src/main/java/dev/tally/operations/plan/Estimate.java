package dev.tally.operations.plan;

/**
 * One figure of a plan.
 *
 * @param id the name in JSON, for example {@code remembered_ids}
 * @param label the name in the text
 * @param value in the unit; never negative
 * @param basis what the value follows from, for the reader of the text
 */
public record Estimate(String id, String label, double value, Unit unit, String basis) {
  static Estimate count(String id, String label, double value, String basis) {
    return new Estimate(id, label, value, Unit.COUNT, basis);
  }

  static Estimate cores(String id, String label, double value, String basis) {
    return new Estimate(id, label, value, Unit.CORES, basis);
  }

  static Estimate bytes(String id, String label, double value, String basis) {
    return new Estimate(id, label, value, Unit.BYTES, basis);
  }

  static Estimate rate(String id, String label, double bytesPerSecond, String basis) {
    return new Estimate(id, label, bytesPerSecond, Unit.BYTES_PER_SECOND, basis);
  }

  static Estimate seconds(String id, String label, double value, String basis) {
    return new Estimate(id, label, value, Unit.SECONDS, basis);
  }
}
