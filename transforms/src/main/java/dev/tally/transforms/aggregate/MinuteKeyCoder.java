package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.util.VarInt;

/**
 * Encodes a {@link MinuteKey}.
 *
 * <p>Layout 1: minute, region, campaign, ad, store.
 */
final class MinuteKeyCoder extends VersionedCoder<MinuteKey> {
  private static final long serialVersionUID = 1L;

  MinuteKeyCoder() {
    super(1);
  }

  @Override
  protected void write(MinuteKey row, OutputStream out) throws IOException {
    VarInt.encode(row.minute(), out);
    writeText(row.key().region(), out);
    writeText(row.key().campaignId(), out);
    writeText(row.key().adId(), out);
    writeText(row.key().storeId(), out);
  }

  @Override
  protected MinuteKey read(InputStream in) throws IOException {
    int minute = VarInt.decodeInt(in);
    return new MinuteKey(
        new MetricKey(readText(in), readText(in), readText(in), readText(in)), minute);
  }
}
