package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.util.VarInt;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Encodes a {@link ClickSlice}.
 *
 * <p>Layout 1: first, milliseconds from first to last, id of the first click, then a byte and the
 * key of the first click. The byte is 0 if there is no key, 1 if the click is valid by itself, 2 if
 * it is invalid by itself.
 */
final class ClickSliceCoder extends VersionedCoder<ClickSlice> {
  private static final long serialVersionUID = 1L;
  private static final MetricKeyCoder KEY = new MetricKeyCoder();
  private static final int REPEATED = 0;
  private static final int VALID = 1;
  private static final int INVALID = 2;

  ClickSliceCoder() {
    super(1);
  }

  @Override
  protected void write(ClickSlice slice, OutputStream out) throws IOException {
    writeInstant(slice.first(), out);
    VarInt.encode(slice.last().getMillis() - slice.first().getMillis(), out);
    writeText(slice.firstId(), out);
    MetricKey single = slice.single();
    if (single == null) {
      out.write(REPEATED);
    } else {
      out.write(slice.invalid() ? INVALID : VALID);
      KEY.encode(single, out);
    }
  }

  @Override
  protected ClickSlice read(InputStream in) throws IOException {
    Instant first = readInstant(in);
    Instant last = first.plus(Duration.millis(VarInt.decodeLong(in)));
    String firstId = readText(in);
    int state = readByte(in);
    if (state > INVALID) {
      throw unknown("state of a first click with the code " + state);
    }
    MetricKey single = state == REPEATED ? null : KEY.decode(in);
    return new ClickSlice(first, firstId, single, state == INVALID, last);
  }
}
