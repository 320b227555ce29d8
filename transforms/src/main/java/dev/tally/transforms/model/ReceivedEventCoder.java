package dev.tally.transforms.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Layout 1: the event by {@link AdEventCoder}, the record by {@link RawRecordCoder}. */
public final class ReceivedEventCoder extends VersionedCoder<ReceivedEvent> {
  private static final long serialVersionUID = 1L;
  private static final ReceivedEventCoder INSTANCE = new ReceivedEventCoder();

  private ReceivedEventCoder() {
    super(1);
  }

  public static ReceivedEventCoder of() {
    return INSTANCE;
  }

  /** What Beam asks for by the name of this method. */
  public static CoderProvider getCoderProvider() {
    return CoderProviders.forCoder(TypeDescriptor.of(ReceivedEvent.class), INSTANCE);
  }

  @Override
  protected void write(ReceivedEvent received, OutputStream out) throws IOException {
    AdEventCoder.of().encode(received.getEvent(), out);
    RawRecordCoder.of().encode(received.getRecord(), out);
  }

  @Override
  protected ReceivedEvent read(InputStream in) throws IOException {
    return ReceivedEvent.of(AdEventCoder.of().decode(in), RawRecordCoder.of().decode(in));
  }
}
