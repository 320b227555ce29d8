package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.joda.time.Instant;

/**
 * Encodes a {@link UserClick}.
 *
 * <p>Layout 1: code of the kind (1 byte), broker time, row.
 */
final class UserClickCoder extends VersionedCoder<UserClick> {
  private static final long serialVersionUID = 1L;
  private static final MinuteKeyCoder ROW = new MinuteKeyCoder();

  UserClickCoder() {
    super(1);
  }

  @Override
  protected void write(UserClick click, OutputStream out) throws IOException {
    out.write(click.kind().code());
    writeInstant(click.brokerTime(), out);
    ROW.encode(click.row(), out);
  }

  @Override
  protected UserClick read(InputStream in) throws IOException {
    int code = readByte(in);
    UserClick.Kind kind = UserClick.Kind.ofCode(code);
    if (kind == null) {
      throw unknown("kind of click with the code " + code);
    }
    Instant brokerTime = readInstant(in);
    return new UserClick(kind, ROW.decode(in), brokerTime);
  }
}
