package dev.tally.io.hive;

import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** A store in memory, whose clock the test sets. It has directories, as a local file system. */
final class MemoryFiles implements FileLog {
  /** The clock, in milliseconds since 1970. */
  long now = 1_000;

  private final TreeMap<String, Long> files = new TreeMap<>();
  private final TreeSet<String> directories = new TreeSet<>();

  /** Creates files and their directories. */
  MemoryFiles with(String... paths) {
    for (String path : paths) {
      makeDirectory(path.substring(0, path.lastIndexOf('/')));
      files.put(path, now);
    }
    return this;
  }

  boolean has(String path) {
    return files.containsKey(path) || directories.contains(path);
  }

  @Override
  public List<String> list(String directory) {
    TreeSet<String> all = new TreeSet<>(files.keySet());
    all.addAll(directories);
    return all.stream()
        .filter(path -> path.startsWith(directory + "/"))
        .map(path -> path.substring(directory.length() + 1))
        .filter(name -> name.indexOf('/') < 0)
        .toList();
  }

  @Override
  public void makeDirectory(String directory) {
    for (int end = directory.length(); end > 0; end = directory.lastIndexOf('/', end - 1)) {
      directories.add(directory.substring(0, end));
    }
  }

  @Override
  public boolean commit(String from, String to) throws NoSuchFileException {
    if (!files.containsKey(from)) {
      throw new NoSuchFileException(from);
    }
    requireDirectory(to);
    return files.putIfAbsent(to, now) == null;
  }

  @Override
  public void createEmpty(String file) throws NoSuchFileException {
    requireDirectory(file);
    files.put(file, now);
  }

  private void requireDirectory(String file) throws NoSuchFileException {
    String directory = file.substring(0, file.lastIndexOf('/'));
    if (!directories.contains(directory)) {
      throw new NoSuchFileException(directory);
    }
  }

  @Override
  public void delete(String path) {
    files.keySet().removeIf(file -> file.equals(path) || file.startsWith(path + "/"));
    directories.removeIf(each -> each.equals(path) || each.startsWith(path + "/"));
  }

  @Override
  public long modifiedMillis(String path) {
    return files.getOrDefault(path, 0L);
  }

  @Override
  public boolean isDirectory(String path) {
    return directories.contains(path);
  }

  @Override
  public void close() {}
}
