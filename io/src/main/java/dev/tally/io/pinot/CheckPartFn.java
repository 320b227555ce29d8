package dev.tally.io.pinot;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/** Refuses a write that would leave segments of an earlier one beside its own in a partition. */
final class CheckPartFn extends DoFn<KV<String, Iterable<SegmentId>>, String> {
  private static final long serialVersionUID = 1L;
  private final PinotIO.WriteSegments write;
  private final SegmentLayout layout;
  private transient @Nullable SegmentTable table;

  CheckPartFn(PinotIO.WriteSegments write, SegmentLayout layout) {
    this.write = write;
    this.layout = layout;
  }

  @Setup
  public void setup() {
    table = write.segments();
  }

  @ProcessElement
  public void process(@Element KV<String, Iterable<SegmentId>> part, OutputReceiver<String> out) {
    Set<String> ours = new HashSet<>();
    part.getValue().forEach(id -> ours.add(layout.name(id)));
    List<String> others =
        Objects.requireNonNull(table).names().stream()
            .filter(name -> name.startsWith(layout.nameStart(part.getKey())))
            .filter(name -> !ours.contains(name))
            .toList();
    if (!others.isEmpty()) {
      throw new PinotException(
          "Segments of an earlier write stand, and this one has no rows for them, or cuts otherwise: %s. They would stay: write with the same slices, or with another prefix."
              .formatted(others));
    }
    out.output(part.getKey());
  }
}
