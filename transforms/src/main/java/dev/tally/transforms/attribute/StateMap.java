package dev.tally.transforms.attribute;

import org.jspecify.annotations.Nullable;

/**
 * A {@code StateMap} holds entries of a key, which are read one by one and kept when the job is
 * restored.
 *
 * @param <K> the type of the map's keys
 * @param <V> the type of the values, which must be immutable
 */
interface StateMap<K, V> {
  /** Returns the value of an entry; null if there is no such entry. */
  @Nullable V get(K key);

  void put(K key, V value);

  void remove(K key);
}
