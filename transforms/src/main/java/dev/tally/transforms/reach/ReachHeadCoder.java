package dev.tally.transforms.reach;

import dev.tally.transforms.model.UserSketch;
import dev.tally.transforms.model.UserSketchCoder;
import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes a {@link ReachHead}.
 *
 * <p>Layout 1: limit by {@link UserSketchCoder}, merged, pending, emitted revision (8 bytes),
 * broker time, scheduled (1 byte).
 */
final class ReachHeadCoder extends VersionedCoder<ReachHead> {
  private static final long serialVersionUID = 1L;
  private static final ReachHeadCoder INSTANCE = new ReachHeadCoder();

  private ReachHeadCoder() {
    super(1);
  }

  static ReachHeadCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(ReachHead head, OutputStream out) throws IOException {
    UserSketchCoder.of().encode(head.limit(), out);
    writeNumber(head.merged(), out);
    writeNumber(head.pending(), out);
    writeFixedLong(head.emitted(), out);
    writeInstant(head.brokerTime(), out);
    out.write(head.scheduled() ? 1 : 0);
  }

  @Override
  protected ReachHead read(InputStream in) throws IOException {
    UserSketch limit = UserSketchCoder.of().decode(in);
    return new ReachHead(
        limit,
        readNumber(in),
        readNumber(in),
        readFixedLong(in),
        readInstant(in),
        readByte(in) == 1);
  }
}
