package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderCoder;
import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.util.VarInt;

/**
 * Encodes an {@link OrderTouches}.
 *
 * <p>Layout 1: the order by its coder, the number of its records after the first, the candidates by
 * their coder.
 */
final class OrderTouchesCoder extends VersionedCoder<OrderTouches> {
  private static final long serialVersionUID = 1L;
  private static final OrderTouchesCoder INSTANCE = new OrderTouchesCoder();

  private OrderTouchesCoder() {
    super(1);
  }

  static OrderTouchesCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(OrderTouches due, OutputStream out) throws IOException {
    OrderCoder.of().encode(due.order(), out);
    VarInt.encode(due.recordsBeyondFirst(), out);
    CandidatesCoder.of().encode(due.candidates(), out);
  }

  @Override
  protected OrderTouches read(InputStream in) throws IOException {
    Order order = OrderCoder.of().decode(in);
    int records = VarInt.decodeInt(in);
    return new OrderTouches(order, records, CandidatesCoder.of().decode(in));
  }
}
