package dev.tally.transforms.attribute;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes an {@link OrderRef}.
 *
 * <p>Layout 1: phase (1 byte), time, order id.
 */
final class OrderRefCoder extends VersionedCoder<OrderRef> {
  private static final long serialVersionUID = 1L;
  private static final OrderRefCoder INSTANCE = new OrderRefCoder();

  private OrderRefCoder() {
    super(1);
  }

  static OrderRefCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(OrderRef ref, OutputStream out) throws IOException {
    out.write(ref.phase().code());
    writeInstant(ref.time(), out);
    writeText(ref.orderId(), out);
  }

  @Override
  protected OrderRef read(InputStream in) throws IOException {
    int code = readByte(in);
    KeptOrder.Phase phase = KeptOrder.Phase.ofCode(code);
    if (phase == null) {
      throw unknown("phase of an order with the code " + code);
    }
    return new OrderRef(phase, readInstant(in), readText(in));
  }
}
