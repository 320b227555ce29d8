package dev.tally.transforms.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.util.VarInt;

/**
 * Encodes {@link OrderDetails}.
 *
 * <p>Layout 1: items, new customer (1 byte), category.
 */
public final class OrderDetailsCoder extends VersionedCoder<OrderDetails> {
  private static final long serialVersionUID = 1L;
  private static final OrderDetailsCoder INSTANCE = new OrderDetailsCoder();

  private OrderDetailsCoder() {
    super(1);
  }

  public static OrderDetailsCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(OrderDetails details, OutputStream out) throws IOException {
    VarInt.encode(details.items(), out);
    out.write(details.newCustomer() ? 1 : 0);
    writeText(details.category(), out);
  }

  @Override
  protected OrderDetails read(InputStream in) throws IOException {
    long items = VarInt.decodeLong(in);
    boolean newCustomer = readByte(in) == 1;
    return new OrderDetails(items, readText(in), newCustomer);
  }
}
