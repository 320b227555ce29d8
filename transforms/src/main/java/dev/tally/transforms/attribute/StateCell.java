package dev.tally.transforms.attribute;

import org.jspecify.annotations.Nullable;

/**
 * A {@code StateCell} holds one value of a key, which is kept when the job is restored.
 *
 * @param <T> the type of the value, which must be immutable
 */
interface StateCell<T> {
  /** Returns the value; null if there is none. */
  @Nullable T read();

  void write(T value);

  void clear();
}
