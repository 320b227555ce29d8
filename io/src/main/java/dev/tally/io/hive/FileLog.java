package dev.tally.io.hive;

import java.io.IOException;
import java.util.List;

/**
 * The file system that holds the files of a table. Paths are absolute, with or without a scheme,
 * e.g. {@code file:/warehouse/clicks/day=2026-11-21}.
 *
 * <p>Assumption: every listing that begins after a file was committed contains it, complete and
 * unchanged for ever. This holds after a crash of the machine, too.
 */
interface FileLog extends AutoCloseable {
  /** The prefix of the names of directories whose deletion has begun. */
  String DELETED = "_deleted-";

  /**
   * Returns the names of all files and directories directly in a directory; empty if the directory
   * does not exist. Of the files that are committed during the listing, it may contain any subset.
   */
  List<String> list(String directory) throws IOException;

  /** Creates a directory and its parents; does nothing if it exists. */
  void makeDirectory(String directory) throws IOException;

  /**
   * Makes a complete, synced file visible under another path as well, if that path does not exist
   * (put-if-absent). This is the commit.
   *
   * @return false if the other path exists; then nothing has changed
   * @throws IOException if the outcome is unknown, or if the parent directory of the other path
   *     does not exist (on stores that have directories)
   */
  boolean commit(String from, String to) throws IOException;

  /**
   * Creates an empty file.
   *
   * @throws IOException if its directory does not exist (on stores that have directories)
   */
  void createEmpty(String file) throws IOException;

  /**
   * Deletes a file, or a directory with its content; does nothing if the path does not exist. On
   * stores that have directories, the directory disappears from its path first (in one step, or by
   * being renamed), and its files are deleted afterwards. So no writer can commit to the path of a
   * file that was just deleted.
   */
  void delete(String path) throws IOException;

  /**
   * Returns the modification time of a file by the store's clock, in milliseconds since 1970; 0 if
   * the file does not exist.
   */
  long modifiedMillis(String path) throws IOException;

  /** Returns false for a file and for a path that does not exist. */
  boolean isDirectory(String path) throws IOException;

  @Override
  void close() throws IOException;
}
