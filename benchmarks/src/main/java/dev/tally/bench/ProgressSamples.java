package dev.tally.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Samples of the progress of a job's JVM: how many records it has read and how much CPU time and
 * memory it has used.
 *
 * <p>A file has one line per sample: the numbers of {@link Sample}, separated by commas.
 */
record ProgressSamples(List<Sample> samples) {
  /** The share of the input that is read before the steady state begins. */
  private static final double STEADY_FROM = 0.2;

  private static final double STEADY_TO = 0.8;
  private static final int COLUMNS = 6;

  /**
   * One sample.
   *
   * @param at epoch ms
   * @param read records of the raw topic that the consumers have returned
   * @param cpuNanos CPU time of the process since its start
   * @param javaNanos the part of {@code cpuNanos} that live Java threads have used; the rest is the
   *     compiler's, the garbage collector's and that of threads that have ended
   * @param heapBytes bytes on the heap after the last garbage collection
   * @param peakRssBytes the highest resident memory of the process so far; 0 if the system does not
   *     report it
   */
  record Sample(
      long at, long read, long cpuNanos, long javaNanos, long heapBytes, long peakRssBytes) {
    Sample(long at, long read, long cpuNanos, long javaNanos) {
      this(at, read, cpuNanos, javaNanos, 0, 0);
    }

    long vmNanos() {
      return cpuNanos - javaNanos;
    }

    String line() {
      return "%d,%d,%d,%d,%d,%d".formatted(at, read, cpuNanos, javaNanos, heapBytes, peakRssBytes);
    }

    private static Sample of(String line) {
      String[] cells = line.split(",", -1);
      return new Sample(
          Long.parseLong(cells[0]),
          Long.parseLong(cells[1]),
          Long.parseLong(cells[2]),
          Long.parseLong(cells[3]),
          Long.parseLong(cells[4]),
          Long.parseLong(cells[5]));
    }
  }

  /**
   * The rates between 20 % and 80 % of the input.
   *
   * @param perSecond records read per second
   * @param cpuPerMillion CPU seconds of the process per million records read
   * @param vmCpuPerMillion the part of {@code cpuPerMillion} that no live Java thread has used
   */
  record Steady(double perSecond, double cpuPerMillion, double vmCpuPerMillion) {}

  /** Reads a file. The last line is ignored if the process was stopped while it wrote the line. */
  static ProgressSamples read(Path file) throws IOException {
    List<Sample> samples = new ArrayList<>();
    String text = Files.readString(file);
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      if (line.split(",", -1).length == COLUMNS) {
        samples.add(Sample.of(line));
      }
    }
    return new ProgressSamples(List.copyOf(samples));
  }

  /** Returns the first sample at this time or later, in epoch ms. */
  Optional<Sample> at(long time) {
    return first(sample -> sample.at() >= time);
  }

  /**
   * Returns the last sample.
   *
   * @throws java.util.NoSuchElementException if there is none
   */
  Sample last() {
    return samples.stream().reduce((one, next) -> next).orElseThrow();
  }

  /** Returns the most bytes on the heap after a garbage collection. */
  long peakHeapBytes() {
    return samples.stream().mapToLong(Sample::heapBytes).max().orElse(0);
  }

  /** Returns the highest resident memory of the process; 0 if the system does not report it. */
  long peakRssBytes() {
    return samples.stream().mapToLong(Sample::peakRssBytes).max().orElse(0);
  }

  /** Returns the number of records read until the last sample. */
  long read() {
    return samples.isEmpty() ? 0 : last().read();
  }

  /** Returns the steady rates; empty if the input was read within few samples. */
  Optional<Steady> steady(long records) {
    Optional<Sample> from = first(sample -> sample.read() >= records * STEADY_FROM);
    Optional<Sample> to = first(sample -> sample.read() >= records * STEADY_TO);
    if (from.isEmpty() || to.isEmpty() || to.get().at() == from.get().at()) {
      return Optional.empty();
    }
    double read = to.get().read() - from.get().read();
    double seconds = (to.get().at() - from.get().at()) / 1e3;
    double cpu = (to.get().cpuNanos() - from.get().cpuNanos()) / 1e9;
    double vm = (to.get().vmNanos() - from.get().vmNanos()) / 1e9;
    return Optional.of(new Steady(read / seconds, cpu / read * 1e6, vm / read * 1e6));
  }

  private Optional<Sample> first(Predicate<Sample> condition) {
    return samples.stream().filter(condition).findFirst();
  }
}
