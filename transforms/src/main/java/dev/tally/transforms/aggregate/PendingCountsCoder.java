package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes {@link PendingCounts}.
 *
 * <p>Layout 1: due time, sums, broker time.
 */
final class PendingCountsCoder extends VersionedCoder<PendingCounts> {
  private static final long serialVersionUID = 1L;

  PendingCountsCoder() {
    super(1);
  }

  @Override
  protected void write(PendingCounts pending, OutputStream out) throws IOException {
    writeInstant(pending.due(), out);
    writeSums(pending.counts().sums(), out);
    writeInstant(pending.counts().brokerTime(), out);
  }

  @Override
  protected PendingCounts read(InputStream in) throws IOException {
    var due = readInstant(in);
    return new PendingCounts(new Counts(readSums(in), readInstant(in)), due);
  }
}
