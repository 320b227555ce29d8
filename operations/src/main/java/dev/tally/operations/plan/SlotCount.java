package dev.tally.operations.plan;

/**
 * The slots of one job.
 *
 * @param cores CPU cores that the job uses at the rate of the catch-up
 * @param inputs number of parts into which the raw topic of a region must be divided, each with its
 *     own job: a job has at most 32 subtasks
 * @param parallelism subtasks of each of these jobs, a power of two
 */
record SlotCount(double cores, double inputs, double parallelism) {
  /** Splits of a source, and so the highest parallelism of a job. */
  static final double MAX_PARALLELISM = 32;

  /**
   * The share of a core that a subtask may use on average. The fullest subtask needs more than the
   * mean, and deduplication alone is a third of the CPU.
   */
  private static final double LOAD_OF_A_SLOT = 0.75;

  static SlotCount of(double cores) {
    double subtasks = Math.max(1, Math.ceil(cores / LOAD_OF_A_SLOT));
    double inputs = Math.ceil(subtasks / MAX_PARALLELISM);
    return new SlotCount(cores, inputs, powerOfTwo(subtasks / inputs));
  }

  /** Returns the slots of all jobs of the region together. */
  double slots() {
    return inputs * parallelism;
  }

  /** Returns the smallest power of two that is at least the value, and at least 1. */
  static double powerOfTwo(double value) {
    double power = 1;
    while (power < value) {
      power *= 2;
    }
    return power;
  }
}
