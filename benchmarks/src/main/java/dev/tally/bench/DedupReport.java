package dev.tally.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tally.bench.JobSettings.Backend;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The figures of a run with few ids and of one with many.
 *
 * @param few the figures with which {@code many} is compared
 */
record DedupReport(Backend backend, DedupFigures few, DedupFigures many) {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("ids", "ids", "%,.0f", DedupFigures::ids),
          new Figure(
              "loaded_per_second", "events/s, loading", "%,.0f", run -> run.loading().perSecond()),
          new Figure(
              "loaded_cpu",
              "CPU s per million, loading",
              "%.1f",
              run -> run.loading().cpuPerMillion()),
          new Figure(
              "steady_per_second", "events/s, steady", "%,.0f", run -> run.steady().perSecond()),
          new Figure(
              "steady_cpu",
              "CPU s per million, steady",
              "%.1f",
              run -> run.steady().cpuPerMillion()),
          new Figure(
              "checkpoint_bytes",
              "bytes of a checkpoint",
              "%,.0f",
              run -> run.checkpoint().bytes()),
          new Figure(
              "checkpoint_seconds",
              "seconds of a checkpoint",
              "%.1f",
              run -> run.checkpoint().seconds()),
          new Figure("savepoint_ids", "ids in the savepoint", "%,.0f", DedupFigures::liveIds),
          new Figure(
              "savepoint_bytes", "bytes of the savepoint", "%,.0f", run -> run.savepoint().bytes()),
          new Figure(
              "savepoint_seconds",
              "seconds of the savepoint",
              "%.1f",
              run -> run.savepoint().seconds()),
          new Figure("bytes_per_id", "bytes per id", "%.1f", DedupFigures::bytesPerId),
          new Figure("heap_bytes_per_id", "bytes of heap per id", "%.1f", DedupFigures::heapPerId),
          new Figure(
              "first_event_seconds",
              "seconds from restart to first event",
              "%.1f",
              DedupFigures::firstEventSeconds),
          new Figure(
              "all_buckets_seconds",
              "seconds from restart to all buckets",
              "%.1f",
              DedupFigures::allBucketsSeconds),
          new Figure("expiry_seconds", "seconds of expiry", "%.1f", DedupFigures::expirySeconds),
          new Figure(
              "expired_bytes",
              "bytes of a savepoint after it",
              "%,.0f",
              run -> run.expired().bytes()));

  /**
   * A value that was measured with each number of ids.
   *
   * @param name in JSON
   * @param label in the table
   */
  private record Figure(
      String name, String label, String format, ToDoubleFunction<DedupFigures> value) {
    private String line(DedupReport report) {
      return "%-36s%16s%16s".formatted(label, text(report.few()), text(report.many()));
    }

    private String text(DedupFigures figures) {
      return String.format(Locale.ROOT, format, value.applyAsDouble(figures));
    }
  }

  /** Returns a table with one line per figure. */
  List<String> table() {
    return FIGURES.stream().map(figure -> figure.line(this)).toList();
  }

  double rateRatio() {
    return many.steady().perSecond() / few.steady().perSecond();
  }

  double cpuRatio() {
    return many.steady().cpuPerMillion() / few.steady().cpuPerMillion();
  }

  /** Returns the figures with many ids, and their ratios to those with few, for scripts. */
  String lastLine() {
    return String.format(
        Locale.ROOT,
        "bytes_per_id=%.1f heap_bytes_per_id=%.1f rate_ratio=%.2f restart_s=%.1f expired_bytes=%d"
            + " cpu_ratio=%.2f",
        many.bytesPerId(),
        many.heapPerId(),
        rateRatio(),
        many.allBucketsSeconds(),
        many.expired().bytes(),
        cpuRatio());
  }

  String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("state_backend", backend.name());
    root.put("rate_ratio", rateRatio());
    root.put("cpu_ratio", cpuRatio());
    ArrayNode runs = root.putArray("runs");
    for (DedupFigures run : List.of(few, many)) {
      ObjectNode figures = runs.addObject();
      FIGURES.forEach(figure -> figures.put(figure.name(), figure.value().applyAsDouble(run)));
    }
    return root.toPrettyString() + "\n";
  }
}
