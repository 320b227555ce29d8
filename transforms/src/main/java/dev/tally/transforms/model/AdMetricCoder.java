package dev.tally.transforms.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Encodes an {@link AdMetric}.
 *
 * <p>Layout 1: record UUID (16 bytes), revision (8 bytes), region, ad, campaign, store, minute,
 * sums, broker time.
 */
public final class AdMetricCoder extends VersionedCoder<AdMetric> {
  private static final long serialVersionUID = 1L;
  private static final AdMetricCoder INSTANCE = new AdMetricCoder();

  private AdMetricCoder() {
    super(1);
  }

  public static AdMetricCoder of() {
    return INSTANCE;
  }

  /** Returns the coder provider; Beam's {@code @DefaultCoder} finds this method by its name. */
  public static CoderProvider getCoderProvider() {
    return CoderProviders.forCoder(TypeDescriptor.of(AdMetric.class), INSTANCE);
  }

  @Override
  protected void write(AdMetric metric, OutputStream out) throws IOException {
    writeFixedLong(metric.getRecordUuid().getMostSignificantBits(), out);
    writeFixedLong(metric.getRecordUuid().getLeastSignificantBits(), out);
    writeFixedLong(metric.getRevision(), out);
    writeText(metric.getRegion(), out);
    writeText(metric.getAdId(), out);
    writeText(metric.getCampaignId(), out);
    writeText(metric.getStoreId(), out);
    writeInstant(metric.getMinute(), out);
    writeSums(metric.getSums(), out);
    writeInstant(metric.getBrokerTime(), out);
  }

  @Override
  protected AdMetric read(InputStream in) throws IOException {
    return AdMetric.builder()
        .setRecordUuid(new UUID(readFixedLong(in), readFixedLong(in)))
        .setRevision(readFixedLong(in))
        .setRegion(readText(in))
        .setAdId(readText(in))
        .setCampaignId(readText(in))
        .setStoreId(readText(in))
        .setMinute(readInstant(in))
        .setSums(readSums(in))
        .setBrokerTime(readInstant(in))
        .build();
  }
}
