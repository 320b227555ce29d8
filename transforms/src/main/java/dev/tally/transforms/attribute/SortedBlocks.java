package dev.tally.transforms.attribute;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code SortedBlocks} keep the sorted values of one key in blocks of at most {@link #MAX_BLOCK},
 * so that a change reads and writes one block and a range query reads only the blocks of the range.
 * An instance is a view of the state of the key and is valid during one call of a {@code DoFn}.
 *
 * <p>State: a directory with one entry per block, and the blocks by id. If there is only one block,
 * its values are in the directory. Appended values fill the last block before a new one is created;
 * a full block that receives a value at another place is split.
 *
 * @param <T> the type of the values, which must be immutable
 */
final class SortedBlocks<T> {
  static final int MAX_BLOCK = 128;

  private final BlockOrder<T> order;
  private final StateCell<Directory<T>> state;
  private final StateMap<Integer, List<T>> blocks;
  private final Map<Integer, List<T>> read = new HashMap<>();
  private @Nullable Directory<T> directory;

  SortedBlocks(
      BlockOrder<T> order, StateCell<Directory<T>> state, StateMap<Integer, List<T>> blocks) {
    this.order = order;
    this.state = state;
    this.blocks = blocks;
  }

  /** Returns the directory entries of the blocks, smallest values first. */
  List<Directory.Entry<T>> entries() {
    return directory().entries();
  }

  /** Returns the values of a block in order. */
  List<T> read(Directory.Entry<T> entry) {
    return read.computeIfAbsent(
        entry.id(),
        id -> {
          List<T> block = blocks.get(id);
          if (block == null) {
            throw new IllegalStateException(
                "Block %d of the directory has no values".formatted(id));
          }
          return block;
        });
  }

  /**
   * Returns the index of the last block whose first value matches; −1 if there is none.
   *
   * @param isBefore matches all values up to some value, and none after it
   */
  int lastIndex(Predicate<T> isBefore) {
    List<Directory.Entry<T>> entries = entries();
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBefore.test(entries.get(middle).first())) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /**
   * Returns the values between two bounds in order.
   *
   * @param isBelow matches the values below the range
   * @param isWithin matches the values up to the end of the range, including those below it
   */
  List<T> range(Predicate<T> isBelow, Predicate<T> isWithin) {
    List<T> found = new ArrayList<>();
    int last = lastIndex(isWithin);
    for (int i = Math.max(0, lastIndex(isBelow)); i <= last; i++) {
      for (T value : read(entries().get(i))) {
        if (!isBelow.test(value) && isWithin.test(value)) {
          found.add(value);
        }
      }
    }
    return found;
  }

  /** Returns the smallest value that does not match; null if all values match or there are none. */
  @Nullable T firstAfter(Predicate<T> isBefore) {
    int index = lastIndex(isBefore);
    if (index >= 0) {
      for (T value : read(entries().get(index))) {
        if (!isBefore.test(value)) {
          return value;
        }
      }
    }
    return index + 1 < entries().size() ? entries().get(index + 1).first() : null;
  }

  /** Adds a value. Returns false if it is already present. */
  boolean add(T value) {
    if (entries().isEmpty()) {
      insert(0, List.of(value));
      return true;
    }
    int index = Math.max(0, lastIndex(isUpTo(value)));
    Directory.Entry<T> entry = entries().get(index);
    List<T> block = read(entry);
    int place = Collections.binarySearch(block, value, order.comparator());
    if (place >= 0) {
      return false;
    }
    int at = -place - 1;
    if (block.size() >= MAX_BLOCK && at == block.size()) {
      insert(index + 1, List.of(value));
      return true;
    }
    List<T> added = new ArrayList<>(block);
    added.add(at, value);
    if (added.size() > MAX_BLOCK) {
      insert(index + 1, List.copyOf(added.subList(MAX_BLOCK / 2, added.size())));
      replace(index, List.copyOf(added.subList(0, MAX_BLOCK / 2)));
    } else {
      BlockFacts facts = isOnly() ? BlockFacts.NONE : order.plus(entry.facts(), value);
      write(index, new Directory.Entry<>(entry.id(), added.get(0), added.size(), facts), added);
    }
    return true;
  }

  /** Removes a value if it is present. */
  void remove(T value) {
    int index = lastIndex(isUpTo(value));
    if (index < 0) {
      return;
    }
    List<T> block = read(entries().get(index));
    int place = Collections.binarySearch(block, value, order.comparator());
    if (place >= 0) {
      List<T> left = new ArrayList<>(block);
      left.remove(place);
      replace(index, left);
    }
  }

  /** Replaces the first {@code count} blocks by these values, which must be sorted. */
  void replaceFirst(int count, List<T> values) {
    for (int i = count - 1; i >= 0; i--) {
      replace(i, List.of());
    }
    for (int from = 0, index = 0; from < values.size(); from += MAX_BLOCK, index++) {
      int to = Math.min(values.size(), from + MAX_BLOCK);
      insert(index, List.copyOf(values.subList(from, to)));
    }
  }

  private Predicate<T> isUpTo(T value) {
    return other -> order.comparator().compare(other, value) <= 0;
  }

  /** Writes the new values of a block; removes the block if there are none. */
  private void replace(int index, List<T> values) {
    Directory.Entry<T> entry = entries().get(index);
    if (!values.isEmpty()) {
      write(index, entry(entry.id(), values, isOnly()), values);
      return;
    }
    List<Directory.Entry<T>> entries = new ArrayList<>(entries());
    entries.remove(index);
    removeBlock(entry);
    read.remove(entry.id());
    write(directory().nextId(), entries);
  }

  private void insert(int index, List<T> values) {
    int id = directory().nextId();
    List<Directory.Entry<T>> entries = new ArrayList<>(entries());
    entries.add(index, entry(id, values, entries.isEmpty()));
    put(id, values, entries);
    write(id + 1, entries);
  }

  private void write(int index, Directory.Entry<T> entry, List<T> values) {
    List<Directory.Entry<T>> entries = new ArrayList<>(entries());
    entries.set(index, entry);
    put(entry.id(), values, entries);
    write(directory().nextId(), entries);
  }

  /** Returns the entry of a block, without facts if it is the only one. */
  private Directory.Entry<T> entry(int id, List<T> values, boolean only) {
    BlockFacts facts = BlockFacts.NONE;
    if (!only) {
      for (T value : values) {
        facts = order.plus(facts, value);
      }
    }
    return new Directory.Entry<>(id, values.get(0), values.size(), facts);
  }

  private void put(int id, List<T> values, List<Directory.Entry<T>> entries) {
    read.put(id, values);
    if (entries.size() > 1) {
      blocks.put(id, values);
    }
  }

  private void removeBlock(Directory.Entry<T> entry) {
    if (entries().size() > 1) {
      blocks.remove(entry.id());
    }
  }

  private Directory<T> directory() {
    if (directory == null) {
      Directory<T> stored = state.read();
      directory = stored == null ? Directory.empty() : stored;
      if (isOnly()) {
        read.put(directory.entries().get(0).id(), directory.only());
      }
    }
    return directory;
  }

  /** Returns true if there is only one block. */
  boolean isOnly() {
    return entries().size() == 1;
  }

  /** Writes the directory, and moves the values of a block that becomes or was the only one. */
  private void write(int nextId, List<Directory.Entry<T>> entries) {
    if (entries.isEmpty()) {
      directory = Directory.empty();
      state.clear();
      return;
    }
    List<T> only = List.of();
    if (entries.size() == 1) {
      int id = entries.get(0).id();
      only = read(entries.get(0));
      removeBlock(entries.get(0));
      entries.set(0, entry(id, only, true));
    } else if (isOnly()) {
      int id = entries().get(0).id();
      List<T> values = read(entries().get(0));
      blocks.put(id, values);
      entries.set(entries.get(0).id() == id ? 0 : 1, entry(id, values, false));
    }
    directory = new Directory<>(nextId, entries, only);
    state.write(directory);
  }
}
