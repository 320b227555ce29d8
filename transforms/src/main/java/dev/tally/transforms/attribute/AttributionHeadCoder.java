package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Touch;
import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.joda.time.Instant;

/**
 * Encodes an {@link AttributionHead}.
 *
 * <p>Layout 1: the directory of touches, the directory of references to orders, each by its coder;
 * then, each nullable, the late range by its coder and the two times (8 bytes).
 */
final class AttributionHeadCoder extends VersionedCoder<AttributionHead> {
  private static final long serialVersionUID = 1L;
  private static final AttributionHeadCoder INSTANCE = new AttributionHeadCoder();
  private static final Coder<Directory<Touch>> TOUCHES = DirectoryCoder.ofTouches();
  private static final Coder<Directory<OrderRef>> REFS = DirectoryCoder.ofRefs();
  private static final Coder<Late> LATE = NullableCoder.of(LateCoder.of());
  private static final Coder<Instant> TIME = NullableCoder.of(InstantCoder.of());

  private AttributionHeadCoder() {
    super(1);
  }

  static AttributionHeadCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(AttributionHead head, OutputStream out) throws IOException {
    TOUCHES.encode(head.touches(), out);
    REFS.encode(head.refs(), out);
    LATE.encode(head.late(), out);
    TIME.encode(head.dueAt(), out);
    TIME.encode(head.sweepAt(), out);
  }

  @Override
  protected AttributionHead read(InputStream in) throws IOException {
    Directory<Touch> touches = TOUCHES.decode(in);
    Directory<OrderRef> refs = REFS.decode(in);
    Late late = LATE.decode(in);
    Instant dueAt = TIME.decode(in);
    return new AttributionHead(touches, refs, late, dueAt, TIME.decode(in));
  }
}
