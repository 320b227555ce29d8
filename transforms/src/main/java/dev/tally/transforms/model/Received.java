package dev.tally.transforms.model;

import com.google.auto.value.AutoValue;

/**
 * A {@code Received} pairs a decoded value with the record that it was decoded from, so that a
 * later step that rejects the value still has the whole record.
 *
 * @param <T> the type of the decoded value
 */
@AutoValue
public abstract class Received<T> {
  public static <T> Received<T> of(T value, RawRecord record) {
    return new AutoValue_Received<>(value, record);
  }

  public abstract T getValue();

  public abstract RawRecord getRecord();
}
