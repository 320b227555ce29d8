package dev.tally.transforms.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Encodes an {@link Order}.
 *
 * <p>Layout 1: order time, broker time, amount, then the ids of order, user and store, then status,
 * currency, region, line id, refund id.
 */
public final class OrderCoder extends VersionedCoder<Order> {
  private static final long serialVersionUID = 1L;
  private static final OrderCoder INSTANCE = new OrderCoder();

  private OrderCoder() {
    super(1);
  }

  public static OrderCoder of() {
    return INSTANCE;
  }

  /** Returns the coder provider; Beam's {@code @DefaultCoder} finds this method by its name. */
  public static CoderProvider getCoderProvider() {
    return CoderProviders.forCoder(TypeDescriptor.of(Order.class), INSTANCE);
  }

  @Override
  protected void write(Order order, OutputStream out) throws IOException {
    writeInstant(order.getOrderTime(), out);
    writeInstant(order.getBrokerTime(), out);
    VarInt.encode(order.getAmountMicros(), out);
    writeText(order.getOrderId(), out);
    writeText(order.getUserId(), out);
    writeText(order.getStoreId(), out);
    writeText(order.getStatus(), out);
    writeText(order.getCurrency(), out);
    writeText(order.getRegion(), out);
    writeText(order.getLineId(), out);
    writeText(order.getRefundId(), out);
  }

  @Override
  protected Order read(InputStream in) throws IOException {
    return Order.builder()
        .setOrderTime(readInstant(in))
        .setBrokerTime(readInstant(in))
        .setAmountMicros(VarInt.decodeLong(in))
        .setOrderId(readText(in))
        .setUserId(readText(in))
        .setStoreId(readText(in))
        .setStatus(readText(in))
        .setCurrency(readText(in))
        .setRegion(readText(in))
        .setLineId(readText(in))
        .setRefundId(readText(in))
        .build();
  }
}
