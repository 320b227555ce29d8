package dev.tally.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and directories that only their owner can read (600 and 700), whatever the umask; on file
 * systems without POSIX permissions like any other.
 */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /**
   * Creates a directory that is missing, and its missing parents, with mode 700. One that exists
   * keeps its mode.
   */
  public static Path directory(Path directory) throws IOException {
    if (!isPosix(directory)) {
      return Files.createDirectories(directory);
    }
    FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(DIRECTORY);
    return Files.createDirectories(directory, mode);
  }

  /** Creates a file that is missing with mode 600, and changes one that exists to it. */
  public static Path file(Path file) throws IOException {
    if (!isPosix(file)) {
      return file;
    }
    if (Files.exists(file)) {
      return Files.setPosixFilePermissions(file, FILE);
    }
    return Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
  }

  /** Writes a text to a file of mode 600. */
  public static void write(Path file, String text) throws IOException {
    Files.writeString(file(file), text);
  }

  /** Changes a directory of ours to mode 700, also one that an earlier version created. */
  static void restrict(Path directory) throws IOException {
    if (isPosix(directory)) {
      Files.setPosixFilePermissions(directory, DIRECTORY);
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
