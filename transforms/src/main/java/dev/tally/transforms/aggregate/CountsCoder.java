package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes {@link Counts}.
 *
 * <p>Layout 1: sums, broker time.
 */
final class CountsCoder extends VersionedCoder<Counts> {
  private static final long serialVersionUID = 1L;

  CountsCoder() {
    super(1);
  }

  @Override
  protected void write(Counts counts, OutputStream out) throws IOException {
    writeSums(counts.sums(), out);
    writeInstant(counts.brokerTime(), out);
  }

  @Override
  protected Counts read(InputStream in) throws IOException {
    return new Counts(readSums(in), readInstant(in));
  }
}
