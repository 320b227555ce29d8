package dev.tally.cli;

import dev.tally.operate.EventFile;
import dev.tally.operate.FileSender;
import dev.tally.operate.SendStopped;
import dev.tally.pipelines.options.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

/** Sends files of events to Kafka. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    description = {
      "Send files of events to a raw topic.",
      "FILE has one JSON object per line, and the broker sets the time; or its name ends in .tsv or",
      ".tsv.gz and a line is broker time (epoch ms, never falling), TAB, value: it goes to a topic",
      "created with --replay, and heartbeats at the end close the last minutes.",
      "All files are read and checked before the first line is sent; blank lines are skipped."
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
      description = "Lines per second at most (default: as fast as Kafka accepts them).")
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
        "2026-03-01T12:00:00Z; jobs that also wait for other topics advance to it (default: a minute",
        "after the last line)."
      })
  private @Nullable String until;

  @Option(
      names = "--skip",
      paramLabel = "N",
      defaultValue = "0",
      description = "Do not send the first N lines, as an interrupted ./tally send proposes.")
  private long skip;

  @Option(
      names = "--force",
      description = "Send a file all the same that has no JSON objects or odd times, for tests.")
  private boolean force;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Files, sent in this order; .gz is decompressed.")
  private List<Path> files;

  @Override
  public Integer call() throws Exception {
    Problems problems = new Problems();
    Duration delay = problems.duration("expectedDelay", expectedDelay);
    files.forEach(file -> problems.require(isReadable(file), unreadable(file)));
    problems.require(rate >= 0, "--rate=%d must not be negative".formatted(rate));
    problems.require(skip >= 0, "--skip=%d must not be negative".formatted(skip));
    problems.require(
        skip == 0 || files.size() == 1, "--skip is of one file, and %s are given".formatted(files));
    problems.require(
        files.stream().map(EventFile::isTimed).distinct().count() == 1,
        "%s: send files with broker times (.tsv) and without apart".formatted(files));
    Instant end = until == null ? null : problems.attempt(() -> Instant.parse(until));
    problems.throwIfAny();
    new FilesBeforeSending(files, spec.commandLine()).check(force);
    FileSender sender = new FileSender(kafka.cluster(), topic, delay, rate).skipping(skip);
    return send(end == null ? sender : sender.until(end));
  }

  private int send(FileSender sender) throws IOException {
    try (Interruption interruption = new Interruption(spec.commandLine(), files, force)) {
      return send(sender, interruption);
    }
  }

  /** Reports before the interruption is closed: the JVM may end then. */
  private int send(FileSender sender, Interruption interruption) throws IOException {
    try {
      long sent = sender.send(files, interruption);
      spec.commandLine().getOut().printf("%,d lines sent to %s%n", sent, topic);
      return Exit.OK;
    } catch (SendStopped e) {
      Main.printError(spec.commandLine(), String.valueOf(e.getMessage()));
      return Exit.UNAVAILABLE;
    }
  }

  private static boolean isReadable(Path file) {
    return Files.isReadable(file) && !Files.isDirectory(file);
  }

  private static String unreadable(Path file) {
    if (Files.isDirectory(file)) {
      return "%s is a directory: name its files".formatted(file);
    }
    return Files.exists(file)
        ? "%s cannot be read: no permission".formatted(file)
        : "%s: no such file".formatted(file);
  }
}
