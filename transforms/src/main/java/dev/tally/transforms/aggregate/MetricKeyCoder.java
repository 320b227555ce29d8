package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes a {@link MetricKey}.
 *
 * <p>Layout 1: region, campaign, ad, store.
 */
final class MetricKeyCoder extends VersionedCoder<MetricKey> {
  private static final long serialVersionUID = 1L;

  MetricKeyCoder() {
    super(1);
  }

  @Override
  protected void write(MetricKey key, OutputStream out) throws IOException {
    writeText(key.region(), out);
    writeText(key.campaignId(), out);
    writeText(key.adId(), out);
    writeText(key.storeId(), out);
  }

  @Override
  protected MetricKey read(InputStream in) throws IOException {
    return new MetricKey(readText(in), readText(in), readText(in), readText(in));
  }
}
