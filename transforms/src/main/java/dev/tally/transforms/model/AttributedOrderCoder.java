package dev.tally.transforms.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.util.VarInt;
import org.jspecify.annotations.Nullable;

/**
 * Encodes an {@link AttributedOrder}.
 *
 * <p>Layout 1: revision of the credit (8 bytes), order by {@link OrderCoder}, model, shared (1
 * byte), the number of credits, each credit as its micros and its touch by {@link TouchCoder}, the
 * number of touches left out; then 1 byte for whether details follow, and the details by {@link
 * OrderDetailsCoder}.
 */
public final class AttributedOrderCoder extends VersionedCoder<AttributedOrder> {
  private static final long serialVersionUID = 1L;
  private static final AttributedOrderCoder INSTANCE = new AttributedOrderCoder();

  private AttributedOrderCoder() {
    super(1);
  }

  public static AttributedOrderCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(AttributedOrder attributed, OutputStream out) throws IOException {
    writeFixedLong(attributed.creditRevision(), out);
    OrderCoder.of().encode(attributed.order(), out);
    writeText(attributed.attribution().model(), out);
    out.write(attributed.shared() ? 1 : 0);
    VarInt.encode(attributed.credits().size(), out);
    for (Credit credit : attributed.credits()) {
      VarInt.encode(credit.micros(), out);
      TouchCoder.of().encode(credit.touch(), out);
    }
    VarInt.encode(attributed.attribution().touchesLeftOut(), out);
    OrderDetails details = attributed.details();
    out.write(details == null ? 0 : 1);
    if (details != null) {
      OrderDetailsCoder.of().encode(details, out);
    }
  }

  @Override
  protected AttributedOrder read(InputStream in) throws IOException {
    long revision = readFixedLong(in);
    Order order = OrderCoder.of().decode(in);
    String model = readText(in);
    boolean shared = readByte(in) == 1;
    int count = VarInt.decodeInt(in);
    List<Credit> credits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long micros = VarInt.decodeLong(in);
      credits.add(new Credit(TouchCoder.of().decode(in), micros));
    }
    Attribution attribution =
        new Attribution(model, shared, List.copyOf(credits), VarInt.decodeLong(in));
    @Nullable OrderDetails details = readByte(in) == 0 ? null : OrderDetailsCoder.of().decode(in);
    return new AttributedOrder(revision, order, attribution, details);
  }
}
