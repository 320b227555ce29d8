package dev.tally.transforms.reach;

import dev.tally.transforms.model.UserSketchCoder;
import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.joda.time.Instant;

/**
 * Encodes {@link SeenUsers}.
 *
 * <p>Layout 1: number of events, broker time, the sketch by {@link UserSketchCoder}.
 */
final class SeenUsersCoder extends VersionedCoder<SeenUsers> {
  private static final long serialVersionUID = 1L;
  private static final SeenUsersCoder INSTANCE = new SeenUsersCoder();

  private SeenUsersCoder() {
    super(1);
  }

  static SeenUsersCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(SeenUsers seen, OutputStream out) throws IOException {
    writeNumber(seen.events(), out);
    writeInstant(seen.brokerTime(), out);
    UserSketchCoder.of().encode(seen.users(), out);
  }

  @Override
  protected SeenUsers read(InputStream in) throws IOException {
    long events = readNumber(in);
    Instant brokerTime = readInstant(in);
    return new SeenUsers(UserSketchCoder.of().decode(in), events, brokerTime);
  }
}
