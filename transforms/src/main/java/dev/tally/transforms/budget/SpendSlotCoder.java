package dev.tally.transforms.budget;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes a {@link SpendSlot}.
 *
 * <p>Layout 1: end, day.
 */
final class SpendSlotCoder extends VersionedCoder<SpendSlot> {
  private static final long serialVersionUID = 1L;
  private static final SpendSlotCoder INSTANCE = new SpendSlotCoder();

  private SpendSlotCoder() {
    super(1);
  }

  static SpendSlotCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(SpendSlot slot, OutputStream out) throws IOException {
    writeInstant(slot.end(), out);
    writeInstant(slot.day(), out);
  }

  @Override
  protected SpendSlot read(InputStream in) throws IOException {
    return new SpendSlot(readInstant(in), readInstant(in));
  }
}
