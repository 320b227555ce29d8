package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.util.VarInt;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Encodes a {@link ClickSlice}.
 *
 * <p>Layout 1: first, milliseconds from first to last, id of the first click, key of the first
 * click or null.
 */
final class ClickSliceCoder extends VersionedCoder<ClickSlice> {
  private static final long serialVersionUID = 1L;
  private static final NullableCoder<MetricKey> SINGLE = NullableCoder.of(new MetricKeyCoder());

  ClickSliceCoder() {
    super(1);
  }

  @Override
  protected void write(ClickSlice slice, OutputStream out) throws IOException {
    writeInstant(slice.first(), out);
    VarInt.encode(slice.last().getMillis() - slice.first().getMillis(), out);
    writeText(slice.firstId(), out);
    SINGLE.encode(slice.single(), out);
  }

  @Override
  protected ClickSlice read(InputStream in) throws IOException {
    Instant first = readInstant(in);
    Instant last = first.plus(Duration.millis(VarInt.decodeLong(in)));
    return new ClickSlice(first, readText(in), SINGLE.decode(in), last);
  }
}
