package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderCoder;
import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.util.VarInt;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a {@link KeptOrder}.
 *
 * <p>Layout 1: phase (1 byte), the hash of what was emitted (8 bytes), the number of records, each
 * record by its coder and its location; then 1 byte for whether the touches that are considered
 * follow, and these touches.
 */
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
    out.write(kept.phase().code());
    writeFixedLong(kept.emittedHash(), out);
    VarInt.encode(kept.records().size(), out);
    for (OrderRecord record : kept.records()) {
      OrderCoder.of().encode(record.order(), out);
      writeText(record.where(), out);
    }
    Candidates decided = kept.decided();
    out.write(decided == null ? 0 : 1);
    if (decided != null) {
      CandidatesCoder.of().encode(decided, out);
    }
  }

  @Override
  protected KeptOrder read(InputStream in) throws IOException {
    KeptOrder.Phase phase = phase(readByte(in));
    long emittedHash = readFixedLong(in);
    int count = VarInt.decodeInt(in);
    List<OrderRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Order order = OrderCoder.of().decode(in);
      records.add(new OrderRecord(order, readText(in)));
    }
    @Nullable Candidates decided = readByte(in) == 0 ? null : CandidatesCoder.of().decode(in);
    return new KeptOrder(List.copyOf(records), phase, emittedHash, decided);
  }

  private KeptOrder.Phase phase(int code) throws IOException {
    KeptOrder.Phase phase = KeptOrder.Phase.ofCode(code);
    if (phase == null) {
      throw unknown("phase of an order with the code " + code);
    }
    return phase;
  }
}
