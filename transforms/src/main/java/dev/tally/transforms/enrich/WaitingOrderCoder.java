package dev.tally.transforms.enrich;

import dev.tally.transforms.model.AttributedOrderCoder;
import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.util.VarInt;
import org.joda.time.Instant;

/**
 * Encodes a {@link WaitingOrder}.
 *
 * <p>Layout 1: the time since which it waits, sent (1 byte), number of lookups, the credit by
 * {@link AttributedOrderCoder}.
 */
final class WaitingOrderCoder extends VersionedCoder<WaitingOrder> {
  private static final long serialVersionUID = 1L;
  private static final WaitingOrderCoder INSTANCE = new WaitingOrderCoder();

  private WaitingOrderCoder() {
    super(1);
  }

  static WaitingOrderCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(WaitingOrder waiting, OutputStream out) throws IOException {
    writeInstant(waiting.since(), out);
    out.write(waiting.sent() ? 1 : 0);
    VarInt.encode(waiting.attempts(), out);
    AttributedOrderCoder.of().encode(waiting.credit(), out);
  }

  @Override
  protected WaitingOrder read(InputStream in) throws IOException {
    Instant since = readInstant(in);
    boolean sent = readByte(in) == 1;
    int attempts = VarInt.decodeInt(in);
    return new WaitingOrder(AttributedOrderCoder.of().decode(in), since, sent, attempts);
  }
}
