package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderCoder;
import dev.tally.transforms.model.ReceivedCoder;
import dev.tally.transforms.model.TouchCoder;
import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes an {@link Arrival}.
 *
 * <p>Layout 1: 0 and a touch, or 1 and a received order, each by its coder.
 */
final class ArrivalCoder extends VersionedCoder<Arrival> {
  private static final long serialVersionUID = 1L;
  private static final ArrivalCoder INSTANCE = new ArrivalCoder();
  private static final int TOUCH = 0;
  private static final int ORDER = 1;
  private static final ReceivedCoder<Order> ORDERS = ReceivedCoder.of(OrderCoder.of());

  private ArrivalCoder() {
    super(1);
  }

  static ArrivalCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(Arrival arrival, OutputStream out) throws IOException {
    if (arrival instanceof Arrival.OfTouch of) {
      out.write(TOUCH);
      TouchCoder.of().encode(of.touch(), out);
    } else {
      out.write(ORDER);
      ORDERS.encode(((Arrival.OfOrder) arrival).received(), out);
    }
  }

  @Override
  protected Arrival read(InputStream in) throws IOException {
    int kind = readByte(in);
    return switch (kind) {
      case TOUCH -> new Arrival.OfTouch(TouchCoder.of().decode(in));
      case ORDER -> new Arrival.OfOrder(ORDERS.decode(in));
      default -> throw unknown("arrival with the code " + kind);
    };
  }
}
