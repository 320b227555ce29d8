package dev.tally.transforms.model;

import com.google.auto.value.AutoValue;

/**
 * What was decoded with the record it came in, so that a later refusal can still keep the record
 * whole.
 *
 * @param <T> what was decoded
 */
@AutoValue
public abstract class Received<T> {
  public static <T> Received<T> of(T value, RawRecord record) {
    return new AutoValue_Received<>(value, record);
  }

  public abstract T getValue();

  public abstract RawRecord getRecord();
}
