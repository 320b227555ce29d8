package dev.tally.cli;

import dev.tally.operations.EventFile;
import dev.tally.operations.FileCheck;
import dev.tally.operations.FileCheck.FileContents;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;

/**
 * Checks all files of a {@code ./tally send} before the first line is sent, and prints progress for
 * long files.
 */
record FilesBeforeSending(List<Path> files, CommandLine command) {

  /**
   * Reads every regular file to its end. A pipe can be read only once, so its first line is checked
   * when it is sent.
   *
   * @param mayBeEmpty false to reject the files if none of them has a line
   * @param force true to check only that the files can be read
   */
  void check(boolean mayBeEmpty, boolean force) throws IOException {
    long lastTime = Long.MIN_VALUE;
    Path last = Path.of("");
    boolean empty = !files.isEmpty();
    for (Path file : files) {
      if (Files.isRegularFile(file)) {
        FileContents contents = report(file, force);
        lastTime = inOrder(file, contents, last, lastTime);
        last = file;
        empty &= contents.lines() == 0;
      } else {
        empty = false;
      }
    }
    if (empty && !mayBeEmpty) {
      throw new IllegalArgumentException(
          "%s: no lines, so there is nothing to send. Name another file; to send only heartbeats to a replay topic, add --until=TIME."
              .formatted(names()));
    }
  }

  private String names() {
    return files.stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  private FileContents report(Path file, boolean force) throws IOException {
    ProgressLine progress = new ProgressLine(command.getErr(), "lines of " + file + " checked");
    FileContents report =
        force
            ? FileCheck.of(file).readable(progress::reached)
            : FileCheck.of(file).all(progress::reached);
    if (report.blankLines() > 0) {
      PrintWriter err = command.getErr();
      err.printf(
          "%s: %,d blank lines are not sent; the first one is line %d%n",
          file, report.blankLines(), report.firstBlankLine());
      err.flush();
    }
    return report;
  }

  private static long inOrder(Path file, FileContents report, Path last, long lastTime)
      throws IOException {
    if (EventFile.isTimed(file) && report.lines() > 0 && lastTime > Long.MIN_VALUE) {
      long first = firstTime(file);
      if (first < lastTime) {
        throw new IllegalArgumentException(
            "%s line 1: broker time %d is earlier than %d, the last broker time of %s: list the files in the order of their times."
                .formatted(file, first, lastTime, last));
      }
    }
    return report.lines() > 0 ? report.lastTime() : lastTime;
  }

  private static long firstTime(Path file) throws IOException {
    try (EventFile events = EventFile.open(file)) {
      EventFile.Line line = events.next();
      return line == null || line.brokerTime() == null ? Long.MAX_VALUE : line.brokerTime();
    }
  }
}
