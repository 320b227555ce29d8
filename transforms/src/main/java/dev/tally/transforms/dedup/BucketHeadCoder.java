package dev.tally.transforms.dedup;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.util.VarInt;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Encodes a {@link BucketHead}.
 *
 * <p>Layout 1: next sweep, {@code maxEventAge} in milliseconds, first open minute, digest (8
 * bytes).
 */
final class BucketHeadCoder extends VersionedCoder<BucketHead> {
  private static final long serialVersionUID = 1L;

  BucketHeadCoder() {
    super(1);
  }

  @Override
  protected void write(BucketHead head, OutputStream out) throws IOException {
    BucketClock clock = head.clock();
    writeInstant(clock.nextSweep(), out);
    VarInt.encode(clock.maxEventAge().getMillis(), out);
    VarInt.encode((long) clock.openFrom(), out);
    writeFixedLong(head.digest(), out);
  }

  @Override
  protected BucketHead read(InputStream in) throws IOException {
    Instant nextSweep = readInstant(in);
    Duration maxEventAge = Duration.millis(VarInt.decodeLong(in));
    int openFrom = Math.toIntExact(VarInt.decodeLong(in));
    return new BucketHead(new BucketClock(nextSweep, maxEventAge, openFrom), readFixedLong(in));
  }
}
