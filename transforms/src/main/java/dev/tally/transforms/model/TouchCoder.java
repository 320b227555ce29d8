package dev.tally.transforms.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes a {@link Touch}.
 *
 * <p>Layout 1: event type code (1 byte), time, then the ids of event, ad and campaign.
 */
public final class TouchCoder extends VersionedCoder<Touch> {
  private static final long serialVersionUID = 1L;
  private static final TouchCoder INSTANCE = new TouchCoder();

  private TouchCoder() {
    super(1);
  }

  public static TouchCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(Touch touch, OutputStream out) throws IOException {
    out.write(touch.type().code());
    writeInstant(touch.time(), out);
    writeText(touch.eventId(), out);
    writeText(touch.adId(), out);
    writeText(touch.campaignId(), out);
  }

  @Override
  protected Touch read(InputStream in) throws IOException {
    EventType type = readEventType(in);
    var time = readInstant(in);
    return new Touch(readText(in), type, time, readText(in), readText(in));
  }
}
