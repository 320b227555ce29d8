package dev.tally.io.hive;

import java.io.IOException;
import java.util.List;

/**
 * Where the files of a table are. Paths are absolute, with or without a scheme, e.g. {@code
 * file:/warehouse/clicks/day=2026-11-21}.
 *
 * <p>Assumed of it: a file that was published is in every listing that begins afterwards, whole and
 * the same for ever; after a crash of the machine too.
 */
interface FileStore extends AutoCloseable {
  /** What the names of directories begin with that somebody has begun to delete. */
  String DELETED = "_deleted-";

  /**
   * The names of all files and directories directly in a directory; none if it is not there. Files
   * that are published meanwhile may be among them or not, in any choice.
   */
  List<String> list(String directory) throws IOException;

  /** Makes a directory and those above it; one that is there is left alone. */
  void makeDirectory(String directory) throws IOException;

  /**
   * Makes a whole, synced file stand under another name too, if nothing stands there: the commit.
   *
   * @return false if something stood there; then nothing has changed
   * @throws IOException if it is not known whether it happened, or if the target's directory is not
   *     there (where the store has directories)
   */
  boolean publish(String from, String to) throws IOException;

  /**
   * Makes an empty file.
   *
   * @throws IOException if its directory is not there (where the store has directories)
   */
  void touch(String file) throws IOException;

  /**
   * Deletes a file, or a directory and all in it; what is not there is left alone. A directory is
   * gone, or has another name, before anything in it is (where the store has directories): nobody
   * publishes in the place of what has just been deleted.
   */
  void delete(String path) throws IOException;

  /** When a file was written, by the store's clock; 0 if it is not there. */
  long modifiedMillis(String path) throws IOException;

  /** False for a file, and for what is not there. */
  boolean isDirectory(String path) throws IOException;

  @Override
  void close() throws IOException;
}
