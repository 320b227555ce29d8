package dev.tally.transforms.budget;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes a {@link CountedRecord}.
 *
 * <p>Layout 1: revision, spend.
 */
final class CountedRecordCoder extends VersionedCoder<CountedRecord> {
  private static final long serialVersionUID = 1L;
  private static final CountedRecordCoder INSTANCE = new CountedRecordCoder();

  private CountedRecordCoder() {
    super(1);
  }

  static CountedRecordCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(CountedRecord counted, OutputStream out) throws IOException {
    writeNumber(counted.revision(), out);
    writeNumber(counted.micros(), out);
  }

  @Override
  protected CountedRecord read(InputStream in) throws IOException {
    return new CountedRecord(readNumber(in), readNumber(in));
  }
}
