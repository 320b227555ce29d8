package dev.tally.transforms.budget;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes a {@link RecordId}.
 *
 * <p>Layout 1: the record UUID (16 bytes).
 */
final class RecordIdCoder extends VersionedCoder<RecordId> {
  private static final long serialVersionUID = 1L;
  private static final RecordIdCoder INSTANCE = new RecordIdCoder();

  private RecordIdCoder() {
    super(1);
  }

  static RecordIdCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(RecordId id, OutputStream out) throws IOException {
    writeFixedLong(id.high(), out);
    writeFixedLong(id.low(), out);
  }

  @Override
  protected RecordId read(InputStream in) throws IOException {
    return new RecordId(readFixedLong(in), readFixedLong(in));
  }
}
