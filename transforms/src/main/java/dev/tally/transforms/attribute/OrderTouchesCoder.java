package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderCoder;
import dev.tally.transforms.model.Touch;
import dev.tally.transforms.model.TouchCoder;
import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.util.VarInt;

/** Layout 1: the order by its coder, the number of touches, each by its coder. */
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
    VarInt.encode(due.touches().size(), out);
    for (Touch touch : due.touches()) {
      TouchCoder.of().encode(touch, out);
    }
  }

  @Override
  protected OrderTouches read(InputStream in) throws IOException {
    Order order = OrderCoder.of().decode(in);
    int count = VarInt.decodeInt(in);
    List<Touch> touches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      touches.add(TouchCoder.of().decode(in));
    }
    return new OrderTouches(order, List.copyOf(touches));
  }
}
