package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Touch;
import dev.tally.transforms.model.TouchCoder;
import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.util.VarInt;

/**
 * Encodes {@link Candidates}.
 *
 * <p>Layout 1: the total, the number of touches, each touch by its coder.
 */
final class CandidatesCoder extends VersionedCoder<Candidates> {
  private static final long serialVersionUID = 1L;
  private static final CandidatesCoder INSTANCE = new CandidatesCoder();

  private CandidatesCoder() {
    super(1);
  }

  static CandidatesCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(Candidates candidates, OutputStream out) throws IOException {
    VarInt.encode(candidates.total(), out);
    VarInt.encode(candidates.touches().size(), out);
    for (Touch touch : candidates.touches()) {
      TouchCoder.of().encode(touch, out);
    }
  }

  @Override
  protected Candidates read(InputStream in) throws IOException {
    long total = VarInt.decodeLong(in);
    int count = VarInt.decodeInt(in);
    List<Touch> touches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      touches.add(TouchCoder.of().decode(in));
    }
    return new Candidates(List.copyOf(touches), total);
  }
}
