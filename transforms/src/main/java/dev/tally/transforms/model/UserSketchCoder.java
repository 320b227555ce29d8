package dev.tally.transforms.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes a {@link UserSketch}.
 *
 * <p>Layout 1: the serialized form of the library, as bytes.
 */
public final class UserSketchCoder extends VersionedCoder<UserSketch> {
  private static final long serialVersionUID = 1L;
  private static final UserSketchCoder INSTANCE = new UserSketchCoder();

  private UserSketchCoder() {
    super(1);
  }

  public static UserSketchCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(UserSketch users, OutputStream out) throws IOException {
    writeBytes(users.toBytes(), out);
  }

  @Override
  protected UserSketch read(InputStream in) throws IOException {
    return UserSketch.of(readBytes(in));
  }
}
