package dev.tally.transforms.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Encodes an {@link AdEvent}.
 *
 * <p>Layout 1: event type code (1 byte), event time, broker time, cost, then the ids of event, ad,
 * campaign, store and user, then the region.
 */
public final class AdEventCoder extends VersionedCoder<AdEvent> {
  private static final long serialVersionUID = 1L;
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
    out.write(event.getEventType().code());
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
    return AdEvent.builder()
        .setEventType(readEventType(in))
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
}
