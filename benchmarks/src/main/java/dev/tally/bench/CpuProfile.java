package dev.tally.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * The CPU samples of a job's Java threads, grouped by the step that used the CPU. The compiler and
 * the garbage collector are not Java threads and are not included.
 */
final class CpuProfile {
  private static final String SAMPLE = "jdk.ExecutionSample";
  private static final int TOP_FRAMES = 3;
  private static final int TOP_THREADS = 8;
  private static final int LONGEST_NAME = 70;

  private final Map<String, Map<String, Long>> framesOfSteps = new HashMap<>();
  private final Map<String, Long> samplesOfThreads = new HashMap<>();
  private long samples;

  /** Reads a recording of the JDK Flight Recorder. */
  static CpuProfile read(Path recording) throws IOException {
    CpuProfile profile = new CpuProfile();
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (event.getEventType().getName().equals(SAMPLE) && event.getStackTrace() != null) {
          RecordedThread thread = event.getThread("sampledThread");
          profile.add(
              thread == null || thread.getJavaName() == null ? "" : thread.getJavaName(),
              event.getStackTrace().getFrames().stream().map(CpuProfile::name).toList());
        }
      }
    }
    return profile;
  }

  private static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  /**
   * Adds a sample.
   *
   * @param frames class and method, e.g. {@code java.util.HashMap.get}, the innermost first
   */
  void add(String thread, List<String> frames) {
    samples++;
    samplesOfThreads.merge(thread.replaceAll("[ -]*(\\(\\d+/\\d+\\).*|\\d+)$", ""), 1L, Long::sum);
    ProfileStep.Match match = ProfileStep.of(thread, frames);
    framesOfSteps
        .computeIfAbsent(match.step(), step -> new HashMap<>())
        .merge(match.frame(), 1L, Long::sum);
  }

  /**
   * Returns one line per step, with its share of the samples and the frames with the most samples.
   */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add("%-16s%8s%8s  %s".formatted("step", "samples", "share", "most in"));
    framesOfSteps.entrySet().stream()
        .sorted(Comparator.comparingLong(step -> -sum(step.getValue())))
        .forEach(step -> lines.add(line(step.getKey(), step.getValue())));
    return lines;
  }

  /**
   * Returns one line for each of the {@value #TOP_THREADS} kinds of thread with the most samples,
   * with its share of all samples. Flink names the thread of a task after the steps that are
   * chained in it.
   */
  List<String> threads() {
    List<String> lines = new ArrayList<>();
    lines.add("%8s%8s  %s".formatted("samples", "share", "thread"));
    samplesOfThreads.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(TOP_THREADS)
        .map(
            thread ->
                String.format(
                    Locale.ROOT,
                    "%8d%6.1f %%  %s",
                    thread.getValue(),
                    percent(thread.getValue()),
                    thread.getKey().substring(0, Math.min(LONGEST_NAME, thread.getKey().length()))))
        .forEach(lines::add);
    return lines;
  }

  private String line(String step, Map<String, Long> frames) {
    long sum = sum(frames);
    String most =
        frames.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(TOP_FRAMES)
            .map(frame -> "%s %.1f %%".formatted(brief(frame.getKey()), percent(frame.getValue())))
            .collect(Collectors.joining(", "));
    return String.format(Locale.ROOT, "%-16s%8d%6.1f %%  %s", step, sum, percent(sum), most);
  }

  private double percent(long some) {
    return 100.0 * some / samples;
  }

  private static long sum(Map<String, Long> frames) {
    return frames.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the class without its package, and the method. */
  private static String brief(String frame) {
    int method = frame.lastIndexOf('.');
    return frame.substring(frame.lastIndexOf('.', method - 1) + 1);
  }
}
