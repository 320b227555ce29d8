package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.joda.time.Instant;

/**
 * Encodes {@link CountTimers}.
 *
 * <p>Layout 1: a byte of flags, then the due time if flag 1 is set, and the time of the sweep if
 * flag 2 is set; flag 4 states that the timer of the pane is set.
 */
final class CountTimersCoder extends VersionedCoder<CountTimers> {
  private static final long serialVersionUID = 1L;
  private static final int DUE = 1;
  private static final int SWEEP = 2;
  private static final int PANE = 4;

  CountTimersCoder() {
    super(1);
  }

  @Override
  protected void write(CountTimers timers, OutputStream out) throws IOException {
    Instant due = timers.due();
    Instant sweep = timers.sweep();
    out.write((due == null ? 0 : DUE) | (sweep == null ? 0 : SWEEP) | (timers.pane() ? PANE : 0));
    if (due != null) {
      writeInstant(due, out);
    }
    if (sweep != null) {
      writeInstant(sweep, out);
    }
  }

  @Override
  protected CountTimers read(InputStream in) throws IOException {
    int flags = readByte(in);
    Instant due = (flags & DUE) == 0 ? null : readInstant(in);
    Instant sweep = (flags & SWEEP) == 0 ? null : readInstant(in);
    return new CountTimers(due, sweep, (flags & PANE) != 0);
  }
}
