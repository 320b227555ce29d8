package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes a {@link UserHour}.
 *
 * <p>Layout 1: user, hour.
 */
final class UserHourCoder extends VersionedCoder<UserHour> {
  private static final long serialVersionUID = 1L;

  UserHourCoder() {
    super(1);
  }

  @Override
  protected void write(UserHour key, OutputStream out) throws IOException {
    writeText(key.userId(), out);
    writeNumber(key.hour(), out);
  }

  @Override
  protected UserHour read(InputStream in) throws IOException {
    return new UserHour(readText(in), (int) readNumber(in));
  }
}
