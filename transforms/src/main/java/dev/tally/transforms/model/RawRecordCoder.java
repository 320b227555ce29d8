package dev.tally.transforms.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.joda.time.Instant;

/**
 * Encodes a {@link RawRecord}.
 *
 * <p>Layout 4: region, topic, partition, offset, broker time, a byte of flags, then the claimed
 * time if flag 2 is set, the number of the piece if flag 4 is set, and the payload if flag 1 is
 * set.
 */
public final class RawRecordCoder extends VersionedCoder<RawRecord> {
  private static final long serialVersionUID = 1L;
  private static final int HAS_PAYLOAD = 1;
  private static final int HAS_CLAIMED_TIME = 2;
  private static final int IS_PIECE = 4;
  private static final RawRecordCoder INSTANCE = new RawRecordCoder();

  private RawRecordCoder() {
    super(4);
  }

  public static RawRecordCoder of() {
    return INSTANCE;
  }

  /** Returns the coder provider; Beam's {@code @DefaultCoder} finds this method by its name. */
  public static CoderProvider getCoderProvider() {
    return CoderProviders.forCoder(TypeDescriptor.of(RawRecord.class), INSTANCE);
  }

  @Override
  protected void write(RawRecord record, OutputStream out) throws IOException {
    writeText(record.getRegion(), out);
    writeText(record.getTopic(), out);
    writeNumber(record.getPartition(), out);
    writeNumber(record.getOffset(), out);
    writeInstant(record.getBrokerTime(), out);
    byte[] payload = record.getPayload();
    Instant claimed = record.getClaimedTime();
    int piece = record.getPiece();
    out.write(
        (payload == null ? 0 : HAS_PAYLOAD)
            | (claimed == null ? 0 : HAS_CLAIMED_TIME)
            | (piece == RawRecord.WHOLE ? 0 : IS_PIECE));
    if (claimed != null) {
      writeInstant(claimed, out);
    }
    if (piece != RawRecord.WHOLE) {
      writeNumber(piece, out);
    }
    if (payload != null) {
      writeBytes(payload, out);
    }
  }

  @Override
  protected RawRecord read(InputStream in) throws IOException {
    String region = readText(in);
    String topic = readText(in);
    int partition = (int) readNumber(in);
    long offset = readNumber(in);
    Instant brokerTime = readInstant(in);
    int flags = readByte(in);
    Instant claimed = (flags & HAS_CLAIMED_TIME) == 0 ? null : readInstant(in);
    int piece = (flags & IS_PIECE) == 0 ? RawRecord.WHOLE : (int) readNumber(in);
    byte[] payload = (flags & HAS_PAYLOAD) == 0 ? null : readBytes(in);
    RawRecord record = RawRecord.of(region, topic, partition, offset, brokerTime, payload);
    RawRecord placed =
        piece == RawRecord.WHOLE || payload == null ? record : record.piece(piece, payload);
    return claimed == null ? placed : placed.withClaimedTime(claimed);
  }
}
