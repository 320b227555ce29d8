package dev.tally.transforms.attribute;

import dev.tally.transforms.model.OrderCoder;
import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Layout 1: due (a byte), the order by its coder. */
final class KeptOrderCoder extends VersionedCoder<KeptOrder> {
  private static final long serialVersionUID = 1L;
  private static final KeptOrderCoder INSTANCE = new KeptOrderCoder();

  private KeptOrderCoder() {
    super(1);
  }

  static KeptOrderCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(KeptOrder kept, OutputStream out) throws IOException {
    out.write(kept.due() ? 1 : 0);
    OrderCoder.of().encode(kept.order(), out);
  }

  @Override
  protected KeptOrder read(InputStream in) throws IOException {
    boolean due = readByte(in) == 1;
    return new KeptOrder(OrderCoder.of().decode(in), due);
  }
}
