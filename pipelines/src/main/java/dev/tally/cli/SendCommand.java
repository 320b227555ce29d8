package dev.tally.cli;

import dev.tally.operate.FileSender;
import dev.tally.pipelines.options.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends a file of events to Kafka. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    description = {
      "Send a file of events to a raw topic.",
      "FILE has a value a line, and the broker gives the time; or its name ends in .tsv or .tsv.gz",
      "and a line is broker time (epoch ms, never falling), TAB, value: it goes to a topic made with",
      "--replay, and heartbeats at the end close the last minutes."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally send events.json.gz",
      "  ./tally send --topic=old-events events.tsv.gz",
      "  ./tally send --topic=old-orders --until=2026-03-02T00:00:00Z orders.tsv.gz",
      "  ./tally send --rate=2000 events.json"
    })
final class SendCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KafkaTarget kafka;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      defaultValue = "ad-events",
      description = "Topic to send to (default: ${DEFAULT-VALUE}).")
  private String topic;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description = "Lines a second at most (default: as fast as Kafka takes them).")
  private long rate;

  @Option(
      names = "--expectedDelay",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "The reading job's --expectedDelay (default: ${DEFAULT-VALUE}).")
  private String expectedDelay;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = {
        "Of a file with broker times: nothing more comes until this time, e.g.",
        "2026-03-01T12:00:00Z; jobs that also wait for other topics go on to it (default: a minute",
        "after the last line)."
      })
  private @Nullable String until;

  @Parameters(paramLabel = "FILE", description = "The file; .gz is unpacked.")
  private Path file;

  @Override
  public Integer call() throws Exception {
    Problems problems = new Problems();
    Duration delay = problems.duration("expectedDelay", expectedDelay);
    problems.require(Files.isReadable(file), "%s: no such file, or not readable".formatted(file));
    problems.require(rate >= 0, "--rate must not be negative");
    Instant end = until == null ? null : problems.attempt(() -> Instant.parse(until));
    problems.throwIfAny();
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), "lines sent");
    FileSender sender = new FileSender(kafka.cluster(), topic, delay, rate);
    long sent = (end == null ? sender : sender.until(end)).send(file, progress::reached);
    spec.commandLine().getOut().printf("%,d lines sent to %s%n", sent, topic);
    return Exit.OK;
  }
}
