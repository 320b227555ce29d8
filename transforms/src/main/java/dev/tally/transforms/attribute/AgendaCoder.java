package dev.tally.transforms.attribute;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.util.VarInt;
import org.joda.time.Instant;

/**
 * Encodes an {@link Agenda}.
 *
 * <p>Layout 1: the directory of due keys by its coder; the number of times of sweeps, and each time
 * in ascending order with its number of pages; the times of the two timers, each nullable (8
 * bytes).
 */
final class AgendaCoder extends VersionedCoder<Agenda> {
  private static final long serialVersionUID = 1L;
  private static final AgendaCoder INSTANCE = new AgendaCoder();
  private static final Coder<Instant> TIME = NullableCoder.of(InstantCoder.of());

  private AgendaCoder() {
    super(1);
  }

  static AgendaCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(Agenda agenda, OutputStream out) throws IOException {
    DirectoryCoder.ofDueKeys().encode(agenda.due(), out);
    VarInt.encode(agenda.sweeps().size(), out);
    for (Map.Entry<Instant, Integer> sweep : agenda.sweeps().entrySet()) {
      writeInstant(sweep.getKey(), out);
      VarInt.encode(sweep.getValue(), out);
    }
    TIME.encode(agenda.dueTimer(), out);
    TIME.encode(agenda.sweepTimer(), out);
  }

  @Override
  protected Agenda read(InputStream in) throws IOException {
    Directory<DueKey> due = DirectoryCoder.ofDueKeys().decode(in);
    int count = VarInt.decodeInt(in);
    SortedMap<Instant, Integer> sweeps = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      Instant time = readInstant(in);
      sweeps.put(time, VarInt.decodeInt(in));
    }
    Instant dueTimer = TIME.decode(in);
    return new Agenda(due, sweeps, dueTimer, TIME.decode(in));
  }
}
