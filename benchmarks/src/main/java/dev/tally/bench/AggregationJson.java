package dev.tally.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tally.bench.AggregationReport.Figure;
import dev.tally.bench.AggregationReport.Spread;
import dev.tally.runners.FlinkRest;
import java.util.Locale;

/** Encodes an {@link AggregationReport} as JSON. */
final class AggregationJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AggregationJson() {}

  static String of(AggregationReport report) {
    ObjectNode root = JSON.createObjectNode();
    root.put("state_backend", report.options().backend().name());
    root.put("kafka_sink", report.options().kafkaSink().name());
    root.put("clean_ad_events", report.options().clean());
    root.put("rounds", report.options().rounds());
    root.put("parallelism", report.options().resources().parallelism());
    root.put("heap", report.options().resources().heap());
    root.put("sound", report.sound());
    ObjectNode medians = root.putObject("medians");
    for (CountingJob job : report.options().jobs()) {
      ObjectNode figures = medians.putObject(job.toString());
      for (Figure figure : Figure.values()) {
        Spread spread = report.spread(job, figure);
        if (spread.isKnown()) {
          ObjectNode values = figures.putObject(figure.name().toLowerCase(Locale.ROOT));
          values.put("median", spread.median());
          values.put("min", spread.min());
          values.put("max", spread.max());
        }
      }
    }
    ArrayNode runs = root.putArray("runs");
    report.runs().forEach(run -> add(run, runs.addObject()));
    return root.toPrettyString() + "\n";
  }

  private static void add(CountingRun run, ObjectNode json) {
    json.put("job", run.job().toString());
    json.put("lines", run.lines());
    json.put("seconds", run.seconds());
    json.put("cpu_seconds", run.cpu());
    json.put("compiler_and_gc_cpu_seconds", run.vmCpu());
    run.steady()
        .ifPresent(
            steady -> {
              json.put("steady_records_per_second", steady.perSecond());
              json.put("steady_cpu_seconds_per_million", steady.cpuPerMillion());
              json.put("steady_compiler_and_gc_cpu_seconds_per_million", steady.vmCpuPerMillion());
            });
    json.put("peak_heap_mib", run.use().heapMiB());
    json.put("peak_resident_mib", run.use().rssMiB());
    if (run.use().checkpointMiB() > 0) {
      json.put("largest_checkpoint_mib", run.use().checkpointMiB());
      json.put("longest_checkpoint_ms", run.use().checkpointMillis());
    }
    ArrayNode traffic = json.putArray("traffic");
    for (FlinkRest.Traffic sent : run.use().traffic()) {
      ObjectNode chain = traffic.addObject();
      chain.put("steps", sent.name());
      chain.put("bytes", sent.bytes());
      chain.put("elements", sent.records());
    }
    json.put("counts_written", run.written());
    json.put("right", run.right());
  }
}
