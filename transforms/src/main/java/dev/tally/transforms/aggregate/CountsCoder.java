package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.util.VarInt;
import org.joda.time.Instant;

/**
 * Layout 1: impressions, clicks, spend, broker time, the number of clicking users and the hash of
 * each (8 bytes, ascending).
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
    VarInt.encode(counts.spendMicros(), out);
    writeInstant(counts.brokerTime(), out);
    VarInt.encode(counts.clickers().size(), out);
    for (long hash : counts.clickers().hashes()) {
      writeFixedLong(hash, out);
    }
  }

  @Override
  protected Counts read(InputStream in) throws IOException {
    long impressions = VarInt.decodeLong(in);
    long clicks = VarInt.decodeLong(in);
    long spendMicros = VarInt.decodeLong(in);
    Instant brokerTime = readInstant(in);
    long[] clickers = new long[VarInt.decodeInt(in)];
    for (int i = 0; i < clickers.length; i++) {
      clickers[i] = readFixedLong(in);
    }
    return new Counts(impressions, clicks, UserSet.ofHashes(clickers), spendMicros, brokerTime);
  }
}
