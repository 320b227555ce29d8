package dev.tally.transforms.attribute;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes a {@link UserStore}.
 *
 * <p>Layout 1: user, store.
 */
final class UserStoreCoder extends VersionedCoder<UserStore> {
  private static final long serialVersionUID = 1L;
  private static final UserStoreCoder INSTANCE = new UserStoreCoder();

  private UserStoreCoder() {
    super(1);
  }

  static UserStoreCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(UserStore key, OutputStream out) throws IOException {
    writeText(key.user(), out);
    writeText(key.store(), out);
  }

  @Override
  protected UserStore read(InputStream in) throws IOException {
    return new UserStore(readText(in), readText(in));
  }
}
