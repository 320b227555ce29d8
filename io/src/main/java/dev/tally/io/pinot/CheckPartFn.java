package dev.tally.io.pinot;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * Rejects a write that would leave segments of an earlier write next to its own in the same part.
 */
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
          "Segments of an earlier write exist that this write does not produce, because it has no rows for them or a different number of segments per partition: %s. They would remain in the table: use the same number of segments, or another prefix."
              .formatted(others));
    }
    out.output(part.getKey());
  }
}
