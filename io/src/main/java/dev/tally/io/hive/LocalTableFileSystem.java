package dev.tally.io.hive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;

/** Files on a local or mounted POSIX file system. A file is committed by a hard link. */
final class LocalTableFileSystem implements TableFileSystem {
  private final DirectorySync sync;

  /** Waits until the entries of a directory survive a crash of the machine. */
  @FunctionalInterface
  interface DirectorySync {
    void force(Path directory) throws IOException;
  }

  LocalTableFileSystem() {
    this(LocalTableFileSystem::force);
  }

  LocalTableFileSystem(DirectorySync sync) {
    this.sync = sync;
  }

  private static Path path(String text) throws IOException {
    try {
      return Path.of(text.startsWith("file:") ? text.substring("file:".length()) : text);
    } catch (InvalidPathException e) {
      throw new IOException(
          "%s cannot be a file name in this JVM: start it with LC_ALL=C.UTF-8 (%s)"
              .formatted(text, e.getReason()),
          e);
    }
  }

  /**
   * Syncs the directory, so that a file which another writer has committed but not yet synced is
   * durable before it is used.
   */
  @Override
  public List<String> list(String directory) throws IOException {
    try {
      List<Path> all = listed(path(directory));
      sync.force(path(directory));
      return all.stream().map(path -> path.getFileName().toString()).toList();
    } catch (NoSuchFileException notThere) {
      return List.of();
    }
  }

  @Override
  public void makeDirectory(String directory) throws IOException {
    make(path(directory));
  }

  private void make(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      make(parent(directory));
      Files.createDirectories(directory);
      sync.force(parent(directory));
    }
  }

  @Override
  public boolean commit(String from, String to) throws IOException {
    try {
      Files.createLink(path(to), path(from));
      sync.force(parent(path(to)));
      return true;
    } catch (FileAlreadyExistsException lost) {
      return false;
    }
  }

  @Override
  public void createEmpty(String file) throws IOException {
    Files.createFile(path(file));
    sync.force(parent(path(file)));
  }

  @Override
  public void delete(String path) throws IOException {
    Path found = path(path);
    try {
      delete(Files.isDirectory(found) ? renamed(found) : found);
    } catch (NoSuchFileException notThere) {
      // Another sweeper has deleted it already.
    }
  }

  private static Path renamed(Path directory) throws IOException {
    String name = directory.getFileName().toString();
    return name.startsWith(DELETED)
        ? directory
        : Files.move(
            directory, directory.resolveSibling(DELETED + name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      for (Path each : listed(path)) {
        delete(each);
      }
    }
    Files.deleteIfExists(path);
  }

  private static List<Path> listed(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    }
  }

  @Override
  public long modifiedMillis(String path) throws IOException {
    try {
      return Files.getLastModifiedTime(path(path)).toMillis();
    } catch (NoSuchFileException notThere) {
      return 0;
    }
  }

  @Override
  public boolean isDirectory(String path) throws IOException {
    return Files.isDirectory(path(path));
  }

  @Override
  public OutputFile create(String file) throws IOException {
    return new LocalOutputFile(path(file));
  }

  @Override
  public InputFile open(String file) throws IOException {
    return new LocalInputFile(path(file));
  }

  @Override
  public void sync(String file) throws IOException {
    try (FileChannel channel = FileChannel.open(path(file), StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent());
  }

  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() {}
}
