package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.util.VarInt;

/**
 * Encodes a {@link RepeatKey}.
 *
 * <p>Layout 1: window in milliseconds, user, ad.
 */
final class RepeatKeyCoder extends VersionedCoder<RepeatKey> {
  private static final long serialVersionUID = 1L;

  RepeatKeyCoder() {
    super(1);
  }

  @Override
  protected void write(RepeatKey key, OutputStream out) throws IOException {
    VarInt.encode(key.windowMillis(), out);
    writeText(key.userId(), out);
    writeText(key.adId(), out);
  }

  @Override
  protected RepeatKey read(InputStream in) throws IOException {
    return new RepeatKey(VarInt.decodeLong(in), readText(in), readText(in));
  }
}
