package dev.tally.transforms.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Layout 2: region, topic, partition, offset, broker time, payload (nullable). */
public final class RawRecordCoder extends VersionedCoder<RawRecord> {
  private static final long serialVersionUID = 1L;
  private static final RawRecordCoder INSTANCE = new RawRecordCoder();

  private RawRecordCoder() {
    super(2);
  }

  public static RawRecordCoder of() {
    return INSTANCE;
  }

  /** What Beam asks for by the name of this method. */
  public static CoderProvider getCoderProvider() {
    return CoderProviders.forCoder(TypeDescriptor.of(RawRecord.class), INSTANCE);
  }

  @Override
  protected void write(RawRecord record, OutputStream out) throws IOException {
    writeText(record.getRegion(), out);
    writeText(record.getTopic(), out);
    VarInt.encode(record.getPartition(), out);
    VarInt.encode(record.getOffset(), out);
    writeInstant(record.getBrokerTime(), out);
    byte[] payload = record.getPayload();
    if (payload == null) {
      out.write(0);
    } else {
      out.write(1);
      writeBytes(payload, out);
    }
  }

  @Override
  protected RawRecord read(InputStream in) throws IOException {
    return RawRecord.of(
        readText(in),
        readText(in),
        VarInt.decodeInt(in),
        VarInt.decodeLong(in),
        readInstant(in),
        readByte(in) == 0 ? null : readBytes(in));
  }
}
