package dev.tally.io.hive;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Files that other programs put next to those of HiveIO, e.g. the output of {@code INSERT INTO}.
 * They are carried over from each generation to the next, unchanged.
 *
 * <p>A carried file is named after the directory in which it was first found, e.g. {@code
 * 000000_0.from-g00001-0f3a77b1}, so a generation contains it only once, however often it is
 * carried. In each directory from which it was carried, a hidden file, e.g. {@code
 * _carried-000000_0}, records this, so that it does not reappear after its rows have been
 * overwritten.
 *
 * <p>Limits: directories are not carried; a generation that contains one is never deleted.
 */
record ForeignFiles(FileLog fileLog, Staging staging) {
  /** The origin of files that were carried from the partition's own directory. */
  static final String ROOT = "root";

  private static final String CARRIED = "_carried-";
  private static final Pattern HAS_ORIGIN =
      Pattern.compile(".*\\.from-(root|g\\d{5,9}-[0-9a-z-]+)");

  static boolean isForeign(String name) {
    boolean hidden = name.startsWith("_") || name.startsWith(".");
    return !hidden && !Bucket.isData(name) && !PartitionGeneration.isName(name);
  }

  /** Returns the names of everything that other programs put into a directory. */
  List<String> in(String directory) throws IOException {
    return fileLog.list(directory).stream().filter(ForeignFiles::isForeign).sorted().toList();
  }

  /** Returns the names of the files in a directory that have not been carried yet. */
  List<String> toCarry(String directory) throws IOException {
    Set<String> names = new TreeSet<>();
    List<String> all = fileLog.list(directory);
    for (String name : all) {
      if (isForeign(name) && !all.contains(CARRIED + name)) {
        names.add(name);
      }
    }
    names.removeIf(List.copyOf(directories(directory))::contains);
    return List.copyOf(names);
  }

  /** Returns the names of foreign directories, which cannot be carried. */
  List<String> directories(String directory) throws IOException {
    Set<String> names = new TreeSet<>();
    for (String name : in(directory)) {
      if (fileLog.isDirectory(directory + "/" + name)) {
        names.add(name);
      }
    }
    return List.copyOf(names);
  }

  /**
   * Adds the foreign files of a directory to a generation. They also remain where they are.
   *
   * @param origin the name of the directory in the names of carried files
   * @return the number of files that were carried
   */
  int carry(String directory, String origin, PartitionGeneration to) throws IOException {
    int carried = 0;
    for (String name : toCarry(directory)) {
      String target = HAS_ORIGIN.matcher(name).matches() ? name : name + ".from-" + origin;
      carried += fileLog.commit(directory + "/" + name, to.path() + "/" + target) ? 1 : 0;
      mark(directory + "/" + CARRIED + name);
    }
    return carried;
  }

  /**
   * Creates the hidden file that records that a file was carried, unless another writer has created
   * it already.
   */
  private void mark(String file) throws IOException {
    String staged = staging.next();
    fileLog.createEmpty(staged);
    fileLog.commit(staged, file);
    fileLog.delete(staged);
  }
}
