package dev.tally.server.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A lock for changing a stack, held by at most one process. The operating system releases it if the
 * holder dies.
 */
final class StackLock {
  private final FileChannel channel;

  private StackLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Runs a change while holding the lock. The error message of a timeout names the lock file. */
  static void holding(Path file, Duration atMost, Runnable change) {
    StackLock lock = acquire(file, atMost);
    try {
      change.run();
    } finally {
      lock.free();
    }
  }

  private static StackLock acquire(Path file, Duration atMost) {
    try {
      if (!Files.exists(file)) {
        createIfMissing(file);
      }
      FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
      StackLock lock = new StackLock(channel);
      if (!Await.until(atMost, () -> tryLock(channel) != null)) {
        lock.free();
        throw new StackException(
            "Another command is changing this stack and did not end within "
                + atMost.toSeconds()
                + " s (lock "
                + file
                + "): wait for it or stop it, then try again.");
      }
      return lock;
    } catch (IOException e) {
      throw new StackException("The stack cannot be locked with %s: %s".formatted(file, e), e);
    }
  }

  private static void createIfMissing(Path file) throws IOException {
    PrivateFiles.directory(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    try {
      PrivateFiles.file(file);
    } catch (FileAlreadyExistsException createdMeanwhile) {
      // Another command has created it already.
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisJvm) {
      return null;
    } catch (IOException e) {
      throw new StackException("The stack cannot be locked.", e);
    }
  }

  private void free() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StackException("The stack's lock cannot be released.", e);
    }
  }
}
