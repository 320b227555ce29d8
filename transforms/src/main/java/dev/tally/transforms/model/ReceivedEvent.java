package dev.tally.transforms.model;

import com.google.auto.value.AutoValue;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A decoded event with the record it came in, so that a later refusal can still keep the record
 * whole.
 */
@AutoValue
@DefaultCoder(ReceivedEventCoder.class)
public abstract class ReceivedEvent {
  public static ReceivedEvent of(AdEvent event, RawRecord record) {
    return new AutoValue_ReceivedEvent(event, record);
  }

  public abstract AdEvent getEvent();

  public abstract RawRecord getRecord();
}
