package dev.tally.transforms.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.util.VarInt;

/**
 * Encodes a {@link RevisedRecord}.
 *
 * <p>Layout 1: record UUID, revision, broker time, payload.
 */
public final class RevisedRecordCoder extends VersionedCoder<RevisedRecord> {
  private static final long serialVersionUID = 1L;
  private static final RevisedRecordCoder INSTANCE = new RevisedRecordCoder();

  private RevisedRecordCoder() {
    super(1);
  }

  public static RevisedRecordCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(RevisedRecord record, OutputStream out) throws IOException {
    writeText(record.recordUuid(), out);
    VarInt.encode(record.revision(), out);
    writeInstant(record.brokerTime(), out);
    writeBytes(record.payload(), out);
  }

  @Override
  protected RevisedRecord read(InputStream in) throws IOException {
    return new RevisedRecord(readText(in), VarInt.decodeLong(in), readInstant(in), readBytes(in));
  }
}
