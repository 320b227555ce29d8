package dev.tally.io.hive;

import dev.tally.io.hive.Interleaving.Life;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A store in memory. The calling actor may crash before or after each operation. A directory is
 * listed in two steps, so that a listing may contain or miss a file that is published meanwhile.
 */
final class ModelFileLog implements FileLog {
  static final long NOW = 1_000_000;
  private final Interleaving others;
  private final int odds;
  private final TreeMap<String, Content> files = new TreeMap<>();
  private final Map<String, Life> owners = new HashMap<>();
  private final TreeSet<String> directories = new TreeSet<>();
  private final Set<Life> unheard = new HashSet<>();
  private int readers;

  /** The content of a file. */
  record Content(List<RowKey> rows, String successor) {}

  ModelFileLog(Interleaving others, int odds) {
    this.others = others;
    this.odds = odds;
  }

  private void before() {
    others.step();
    others.mayCrash(odds);
  }

  private void behind() {
    others.mayCrash(odds);
  }

  @Override
  public List<String> list(String directory) {
    before();
    List<String> even = names(directory).stream().filter(name -> isEven(name)).toList();
    others.step();
    List<String> all = new ArrayList<>(names(directory));
    all.removeIf(name -> isEven(name) && !even.contains(name));
    return all;
  }

  private static boolean isEven(String name) {
    return name.hashCode() % 2 == 0;
  }

  private List<String> names(String directory) {
    TreeSet<String> names = new TreeSet<>();
    for (TreeSet<String> all : List.of(new TreeSet<>(files.keySet()), directories)) {
      for (String path : all.tailSet(directory + "/")) {
        if (path.startsWith(directory + "/")) {
          names.add(path.substring(directory.length() + 1).split("/", 2)[0]);
        }
      }
    }
    return new ArrayList<>(names);
  }

  @Override
  public void makeDirectory(String directory) {
    before();
    directories.add(directory);
    behind();
  }

  @Override
  public boolean commit(String from, String to) throws IOException {
    before();
    boolean free = !files.containsKey(to);
    if (free) {
      put(to, content(from));
    }
    behind();
    return free;
  }

  void write(String file, Content content) throws IOException {
    before();
    put(file, content);
    behind();
  }

  Content read(String file) throws IOException {
    before();
    return content(file);
  }

  /**
   * Creates a file of another program. Only that program creates this file, and it does not crash.
   */
  void insert(String file, RowKey row) throws IOException {
    put(file, new Content(List.of(row), ""));
  }

  /** Returns the content without a step, for readers. */
  Content content(String file) throws IOException {
    Content content = files.get(file);
    if (content == null) {
      throw new NoSuchFileException(file);
    }
    return content;
  }

  private void put(String file, Content content) throws IOException {
    String directory = file.substring(0, file.lastIndexOf('/'));
    if (!directories.contains(directory)) {
      throw new NoSuchFileException(directory);
    }
    files.put(file, content);
    owners.put(file, others.life());
  }

  @Override
  public void createEmpty(String file) throws IOException {
    write(file, new Content(List.of(), ""));
  }

  @Override
  public void delete(String path) {
    before();
    files.remove(path);
    for (String file : List.copyOf(files.tailMap(path + "/").keySet())) {
      if (file.startsWith(path + "/")) {
        others.step();
        files.remove(file);
      }
    }
    directories.remove(path);
    behind();
  }

  /**
   * Returns a time as if much time passed between two steps. A file of an actor that crashed is old
   * at once, unless the metastore has yet to receive a call that the actor sent. The mark of a
   * replaced generation is old as soon as no query runs. A directory is always old, because it is
   * unknown when something was last put into it. So the assumptions of the protocol hold, and
   * nothing beyond them.
   */
  @Override
  public long modifiedMillis(String path) {
    before();
    Life owner = owners.get(path);
    boolean young =
        PartitionGeneration.isReplacedMark(path.substring(path.lastIndexOf("/") + 1))
            ? readers > 0
            : owner != null && (!others.isOver(owner) || unheard.contains(owner));
    return young ? NOW : 0;
  }

  @Override
  public boolean isDirectory(String path) {
    return directories.contains(path);
  }

  void beginQuery() {
    readers++;
  }

  /** Ends the life of the running actor, which has sent a call that has not arrived yet. */
  void diesUnheard() {
    unheard.add(others.life());
    others.die();
  }

  void heard(Life life) {
    unheard.remove(life);
  }

  void endQuery() {
    readers--;
  }

  @Override
  public void close() {}
}
