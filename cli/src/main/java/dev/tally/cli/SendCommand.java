package dev.tally.cli;

import dev.tally.operations.EventFile;
import dev.tally.operations.FileSender;
import dev.tally.operations.SendStopped;
import dev.tally.pipelines.options.Problems;
import dev.tally.transforms.codec.DefaultNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** Checks files of events and sends them to a raw topic. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    description = {
      "Send files of events to a raw topic.",
      "",
      "A file has one JSON object per line, and the broker sets the time of each record."
          + " If the name of the file ends in .tsv or .tsv.gz, a line is the broker time (epoch"
          + " ms, never decreasing), TAB, value. Send such a file to a topic that was created"
          + " with ./tally topics --replay; at the end, the command sends heartbeats that close"
          + " the last minutes.",
      "",
      "All files are checked before the first line is sent. Blank lines are skipped. Without a file,"
          + " --until sends only heartbeats, for a replay topic that has no records."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally send events.json.gz",
      "  ./tally send --topic=old-events events.tsv.gz",
      "  ./tally send --topic=old-orders --until=2026-03-02T00:00:00Z orders.tsv.gz",
      "  ./tally send --topic=old-campaigns --until=2026-03-02T00:00:00Z",
      "  ./tally send --rate=2000 events.json"
    })
final class SendCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KafkaTarget kafka;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      defaultValue = DefaultNames.AD_EVENTS,
      description = "The topic to send to (default: ${DEFAULT-VALUE}).")
  private String topic;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description = "Maximum number of lines per second (default: no limit).")
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
      description =
          "For files with broker times: no record sent later is earlier than this time, for example"
              + " 2026-03-01T12:00:00Z, so that jobs which read several topics can advance to it"
              + " (default: a minute after the last line).")
  private @Nullable String until;

  @Option(
      names = "--skip",
      paramLabel = "N",
      defaultValue = "0",
      description = "Skip the first N lines, as an interrupted ./tally send suggests.")
  private long skip;

  @Option(
      names = "--force",
      description =
          "Send a file even if it has no JSON objects or has implausible times, for tests.")
  private boolean force;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Files, sent in this order; .gz files are decompressed.")
  private List<Path> files = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Problems problems = new Problems();
    Duration delay = problems.duration("expectedDelay", expectedDelay);
    files.forEach(file -> problems.require(InputFile.isReadable(file), InputFile.unreadable(file)));
    problems.require(rate >= 0, "--rate=%d must not be negative".formatted(rate));
    problems.require(skip >= 0, "--skip=%d must not be negative".formatted(skip));
    problems.require(
        skip == 0 || files.size() == 1,
        "--skip needs exactly one file, and %s are given".formatted(files));
    problems.require(
        !files.isEmpty() || until != null,
        "FILE is missing: name a file, or send only heartbeats to a replay topic with --until=TIME");
    problems.require(
        files.stream().map(EventFile::isTimed).distinct().count() <= 1,
        "%s: send files with broker times (.tsv) and files without them separately"
            .formatted(files));
    String given = until;
    Instant end = given == null ? null : problems.attempt(() -> time(given));
    problems.throwIfAny();
    new FilesBeforeSending(files, spec.commandLine()).check(force || end != null, force);
    FileSender sender = new FileSender(kafka.cluster(), topic, delay, rate).skipping(skip);
    if (files.isEmpty() && end != null) {
      sender.sendHeartbeats(end);
      spec.commandLine().getOut().printf("heartbeats until %s sent to %s%n", end, topic);
      return Exit.OK;
    }
    return send(end == null ? sender : sender.until(end));
  }

  private static Instant time(String until) {
    try {
      return Instant.parse(until);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--until=%s is not a time: write it like 2026-03-01T12:00:00Z".formatted(until), e);
    }
  }

  private int send(FileSender sender) throws IOException {
    try (InterruptibleSend interruption = new InterruptibleSend(spec.commandLine(), files, force)) {
      return send(sender, interruption);
    }
  }

  /** Reports the result before the interruption is closed, because the JVM may exit after that. */
  private int send(FileSender sender, InterruptibleSend interruption) throws IOException {
    try {
      long sent = sender.send(files, interruption);
      spec.commandLine().getOut().printf("%,d lines sent to %s%n", sent, topic);
      return Exit.OK;
    } catch (SendStopped e) {
      Main.printError(spec.commandLine(), String.valueOf(e.getMessage()));
      return Exit.UNAVAILABLE;
    }
  }
}
