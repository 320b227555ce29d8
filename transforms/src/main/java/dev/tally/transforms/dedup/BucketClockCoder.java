package dev.tally.transforms.dedup;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.util.VarInt;
import org.joda.time.Duration;

/**
 * Encodes a {@link BucketClock}.
 *
 * <p>Layout 1: next sweep, {@code maxEventAge} in milliseconds, first open minute.
 */
final class BucketClockCoder extends VersionedCoder<BucketClock> {
  private static final long serialVersionUID = 1L;

  BucketClockCoder() {
    super(1);
  }

  @Override
  protected void write(BucketClock clock, OutputStream out) throws IOException {
    writeInstant(clock.nextSweep(), out);
    VarInt.encode(clock.maxEventAge().getMillis(), out);
    VarInt.encode((long) clock.openFrom(), out);
  }

  @Override
  protected BucketClock read(InputStream in) throws IOException {
    return new BucketClock(
        readInstant(in),
        Duration.millis(VarInt.decodeLong(in)),
        Math.toIntExact(VarInt.decodeLong(in)));
  }
}
