package dev.tally.bench;

import dev.tally.bench.ProgressSamples.Steady;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The result of one run of one job of the aggregation benchmark.
 *
 * @param lines the number of records in the raw topic
 * @param seconds from the start of the job's JVM until a read-committed reader had all counts
 * @param cpu CPU seconds of the job's JVM until then
 * @param vmCpu the part of {@code cpu} that no live Java thread has used: mainly the compiler and
 *     the garbage collector
 * @param steady the rates between 20 % and 80 % of the input; empty if the input was read too fast
 *     to measure them
 * @param use the resources that it has used
 * @param written the number of counts written, of all revisions
 * @param output a description of the differences
 */
record CountingRun(
    CountingJob job,
    long lines,
    double seconds,
    double cpu,
    double vmCpu,
    Optional<Steady> steady,
    JobLoad.Use use,
    long written,
    boolean right,
    String output) {
  private static final double MILLION = 1e6;

  double cpuPerMillion() {
    return cpu / lines * MILLION;
  }

  @Override
  public String toString() {
    return String.format(
            Locale.ROOT,
            "%-5s  %,9d lines in %5.1f s  CPU %5.1f s (%4.1f s per million, %4.1f s compiler and gc)",
            job,
            lines,
            seconds,
            cpu,
            cpuPerMillion(),
            vmCpu)
        + steady.map(CountingRun::text).orElse("  steady unknown")
        + "  "
        + memory()
        + (job.counts() ? "%,d written, ".formatted(written) : "")
        + output;
  }

  private String memory() {
    String memory =
        String.format(
            Locale.ROOT,
            "heap after gc up to %,.0f MiB, resident %,.0f MiB  ",
            use.heapMiB(),
            use.rssMiB());
    return use.checkpointMiB() == 0
        ? memory
        : memory
            + String.format(
                Locale.ROOT,
                "checkpoints up to %,.1f MiB, %.1f s  ",
                use.checkpointMiB(),
                use.checkpointMillis() / 1e3);
  }

  /** Returns a line for each chain of steps: the bytes that it has sent per line. */
  List<String> traffic() {
    return use.traffic().stream()
        .filter(sent -> sent.bytes() * 10 > lines)
        .map(
            sent ->
                String.format(
                    Locale.ROOT,
                    "%9.1f bytes per line  %,12d elements  %s",
                    (double) sent.bytes() / lines,
                    sent.records(),
                    sent.name()))
        .toList();
  }

  private static String text(Steady steady) {
    return String.format(
        Locale.ROOT,
        "  steady %,7.0f/s, CPU %4.1f s per million, %4.1f s compiler and gc",
        steady.perSecond(),
        steady.cpuPerMillion(),
        steady.vmCpuPerMillion());
  }
}
