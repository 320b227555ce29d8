package dev.tally.cli;

import dev.tally.operations.EventFile;
import dev.tally.operations.FileCheck;
import dev.tally.operations.SendListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/**
 * Stops sending on SIGINT or SIGTERM after the current line, so that the command can report which
 * lines are in the topic. Also checks the first line of a pipe.
 */
final class InterruptibleSend implements SendListener, AutoCloseable {
  private static final long WAIT_SECONDS = 20;

  private final CommandLine command;
  private final ProgressLine progress;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final FileCheck pipe;
  private final Thread hook = new Thread(this::stop, "tally-stop-sending");
  private boolean unchecked;
  private volatile boolean stopped;

  InterruptibleSend(CommandLine command, List<Path> files, boolean force) {
    this.command = command;
    this.progress = new ProgressLine(command.getErr(), "lines sent");
    this.pipe = FileCheck.of(files.get(0));
    this.unchecked = !force && !Files.isRegularFile(files.get(0));
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stop() {
    stopped = true;
    try {
      if (!ended.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
        command
            .getErr()
            .println("Kafka does not respond: it is unknown which lines it has accepted.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void sent(long lines) {
    progress.reached(lines);
  }

  @Override
  public void sending(EventFile.Line line) {
    if (unchecked) {
      unchecked = false;
      pipe.first(line);
    }
  }

  @Override
  public boolean stopped() {
    return stopped;
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shutsDown) {
      // The hook is already running and ends when the latch opens.
    }
  }
}
