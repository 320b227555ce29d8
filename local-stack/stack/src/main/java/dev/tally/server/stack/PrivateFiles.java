package dev.tally.server.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Creates files and directories that only their owner can read (modes 600 and 700), whatever the
 * umask is. On file systems without POSIX permissions they have the default permissions.
 */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /**
   * Creates a directory and its parents with mode 700 where they are missing. Existing directories
   * keep their mode.
   */
  public static Path directory(Path directory) throws IOException {
    if (!isPosix(directory)) {
      return Files.createDirectories(directory);
    }
    FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(DIRECTORY);
    return Files.createDirectories(directory, mode);
  }

  /**
   * Creates a missing file with mode 600, and changes the mode of an existing file to it. On file
   * systems without POSIX permissions, the method does nothing: the writer creates the file.
   */
  public static Path file(Path file) throws IOException {
    if (!isPosix(file)) {
      return file;
    }
    if (Files.exists(file)) {
      return Files.setPosixFilePermissions(file, FILE);
    }
    return Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
  }

  /** Writes a string to a file with mode 600. */
  public static void write(Path file, String text) throws IOException {
    Files.writeString(file(file), text);
  }

  /** Changes the mode of a directory of the stack to 700, also if an earlier version created it. */
  static void restrict(Path directory) throws IOException {
    if (isPosix(directory)) {
      Files.setPosixFilePermissions(directory, DIRECTORY);
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
