package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.util.VarInt;

/**
 * Encodes {@link Counts}.
 *
 * <p>Layout 1: impressions, clicks, repeat clicks, spend, broker time.
 */
final class CountsCoder extends VersionedCoder<Counts> {
  private static final long serialVersionUID = 1L;

  CountsCoder() {
    super(1);
  }

  @Override
  protected void write(Counts counts, OutputStream out) throws IOException {
    VarInt.encode(counts.impressions(), out);
    VarInt.encode(counts.clicks(), out);
    VarInt.encode(counts.repeatClicks(), out);
    VarInt.encode(counts.spendMicros(), out);
    writeInstant(counts.brokerTime(), out);
  }

  @Override
  protected Counts read(InputStream in) throws IOException {
    return new Counts(
        VarInt.decodeLong(in),
        VarInt.decodeLong(in),
        VarInt.decodeLong(in),
        VarInt.decodeLong(in),
        readInstant(in));
  }
}
