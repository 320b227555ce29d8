package dev.tally.transforms.reach;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Encodes a {@link ReachKey}.
 *
 * <p>Layout 1: campaign, day, event type code (1 byte).
 */
final class ReachKeyCoder extends VersionedCoder<ReachKey> {
  private static final long serialVersionUID = 1L;
  private static final ReachKeyCoder INSTANCE = new ReachKeyCoder();

  private ReachKeyCoder() {
    super(1);
  }

  static ReachKeyCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(ReachKey key, OutputStream out) throws IOException {
    writeText(key.campaignId(), out);
    writeInstant(key.day(), out);
    out.write(key.eventType().code());
  }

  @Override
  protected ReachKey read(InputStream in) throws IOException {
    return new ReachKey(readText(in), readInstant(in), readEventType(in));
  }
}
