package dev.tally.io.hive;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Files that other programs put beside those of HiveIO, such as the output of {@code INSERT INTO}.
 * They are carried from generation to generation, unchanged.
 *
 * <p>A carried file is named after the directory in which it first was, e.g. {@code
 * 000000_0.from-g00001-0f3a77b1}; so it exists once, however often it is carried. A hidden file in
 * its first directory, {@code _carried-000000_0}, says that it was carried, so that rows that were
 * overwritten since do not come back.
 *
 * <p>Limits: directories are not carried; the generation that has one is never deleted.
 */
record ForeignFiles(FileStore store, Staging staging) {
  /** How the partition's own directory is named in carried files. */
  static final String ROOT = "root";

  private static final String CARRIED = "_carried-";
  private static final Pattern HAS_ORIGIN =
      Pattern.compile(".*\\.from-(root|g\\d{5,9}-[0-9a-z-]+)");

  static boolean isForeign(String name) {
    boolean hidden = name.startsWith("_") || name.startsWith(".");
    return !hidden && !Bucket.isData(name) && !Generation.isName(name);
  }

  /** Names of what other programs put into a directory. */
  List<String> in(String directory) throws IOException {
    return store.list(directory).stream().filter(ForeignFiles::isForeign).sorted().toList();
  }

  /** Names of the files in a directory that were not carried anywhere yet. */
  List<String> toCarry(String directory) throws IOException {
    Set<String> names = new TreeSet<>();
    List<String> all = store.list(directory);
    for (String name : all) {
      if (isForeign(name) && !all.contains(CARRIED + name)) {
        names.add(name);
      }
    }
    names.removeIf(List.copyOf(directories(directory))::contains);
    return List.copyOf(names);
  }

  /** Names of foreign directories, which cannot be carried. */
  List<String> directories(String directory) throws IOException {
    Set<String> names = new TreeSet<>();
    for (String name : in(directory)) {
      if (store.isDirectory(directory + "/" + name)) {
        names.add(name);
      }
    }
    return List.copyOf(names);
  }

  /**
   * Adds the files of a directory to a generation too.
   *
   * @param origin the name of the directory in carried files
   * @return how many files were carried
   */
  int carry(String directory, String origin, Generation to) throws IOException {
    int carried = 0;
    for (String name : toCarry(directory)) {
      String target = HAS_ORIGIN.matcher(name).matches() ? name : name + ".from-" + origin;
      carried += store.publish(directory + "/" + name, to.path() + "/" + target) ? 1 : 0;
      mark(directory + "/" + CARRIED + name);
    }
    return carried;
  }

  /** Another carrier may have been faster. */
  private void mark(String file) throws IOException {
    String staged = staging.next();
    store.touch(staged);
    store.publish(staged, file);
    store.delete(staged);
  }
}
