package dev.tally.cli;

import dev.tally.operate.EventFile;
import dev.tally.operate.FileCheck;
import dev.tally.operate.FileCheck.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** Checks all files of a {@code ./tally send}, with progress for long ones. */
record FilesBeforeSending(List<Path> files, CommandLine command) {

  /**
   * Reads every file to its end. A pipe can be read once only: its first line is checked when it is
   * sent.
   *
   * @param force true if only reading is checked
   */
  void check(boolean force) throws IOException {
    long lastTime = Long.MIN_VALUE;
    Path last = files.get(0);
    for (Path file : files) {
      if (Files.isRegularFile(file)) {
        lastTime = inOrder(file, report(file, force), last, lastTime);
        last = file;
      }
    }
  }

  private Report report(Path file, boolean force) throws IOException {
    ProgressLine progress = new ProgressLine(command.getErr(), "lines of " + file + " checked");
    Report report =
        force
            ? FileCheck.of(file).readable(progress::reached)
            : FileCheck.of(file).all(progress::reached);
    if (report.blankLines() > 0) {
      PrintWriter err = command.getErr();
      err.printf(
          "%s: %,d blank lines are not sent, the first is line %d%n",
          file, report.blankLines(), report.firstBlankLine());
      err.flush();
    }
    return report;
  }

  private static long inOrder(Path file, Report report, Path last, long lastTime)
      throws IOException {
    if (EventFile.isTimed(file) && report.lines() > 0 && lastTime > Long.MIN_VALUE) {
      long first = firstTime(file);
      if (first < lastTime) {
        throw new IllegalArgumentException(
            "%s line 1: broker time %d is earlier than %d, the last of %s: name the files in the order of their times."
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
