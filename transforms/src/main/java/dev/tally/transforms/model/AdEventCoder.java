package dev.tally.transforms.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Encodes an {@link AdEvent}.
 *
 * <p>Layout 1: a byte with the code of the event type in its lower four bits and that of the
 * invalid reason, 0 for none, in its upper four bits; event time, broker time, cost, then the ids
 * of event, ad, campaign, store and user, then the region.
 */
public final class AdEventCoder extends VersionedCoder<AdEvent> {
  private static final long serialVersionUID = 1L;
  private static final int REASON_SHIFT = 4;
  private static final int TYPE_MASK = 0xf;
  private static final AdEventCoder INSTANCE = new AdEventCoder();

  private AdEventCoder() {
    super(1);
  }

  public static AdEventCoder of() {
    return INSTANCE;
  }

  /** Returns the coder provider; Beam's {@code @DefaultCoder} finds this method by its name. */
  public static CoderProvider getCoderProvider() {
    return CoderProviders.forCoder(TypeDescriptor.of(AdEvent.class), INSTANCE);
  }

  @Override
  protected void write(AdEvent event, OutputStream out) throws IOException {
    InvalidReason reason = event.getInvalidReason();
    int reasonCode = reason == null ? 0 : reason.code();
    out.write(event.getEventType().code() | (reasonCode << REASON_SHIFT));
    writeInstant(event.getEventTime(), out);
    writeInstant(event.getBrokerTime(), out);
    writeNumber(event.getCostMicros(), out);
    writeText(event.getEventId(), out);
    writeText(event.getAdId(), out);
    writeText(event.getCampaignId(), out);
    writeText(event.getStoreId(), out);
    writeText(event.getUserId(), out);
    writeText(event.getRegion(), out);
  }

  @Override
  protected AdEvent read(InputStream in) throws IOException {
    int codes = readByte(in);
    return AdEvent.builder()
        .setEventType(eventType(codes & TYPE_MASK))
        .setInvalidReason(reason(codes >> REASON_SHIFT))
        .setEventTime(readInstant(in))
        .setBrokerTime(readInstant(in))
        .setCostMicros(readNumber(in))
        .setEventId(readText(in))
        .setAdId(readText(in))
        .setCampaignId(readText(in))
        .setStoreId(readText(in))
        .setUserId(readText(in))
        .setRegion(readText(in))
        .build();
  }

  private @Nullable InvalidReason reason(int code) throws IOException {
    InvalidReason reason = InvalidReason.ofCode(code);
    if (reason == null && code != 0) {
      throw unknown("invalid reason with the code " + code);
    }
    return reason;
  }
}
