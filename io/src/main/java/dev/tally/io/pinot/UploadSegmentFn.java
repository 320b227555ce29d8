package dev.tally.io.pinot;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Builds the segment of a group of rows, and uploads it to the table. */
final class UploadSegmentFn extends DoFn<KV<SegmentId, Iterable<Row>>, UploadedSegment> {
  private static final long serialVersionUID = 1L;
  private static final int MOST_ROWS = 5_000_000;
  private final PinotIO.WriteSegments write;
  private final SegmentLayout layout;
  private transient @Nullable SegmentTable table;

  UploadSegmentFn(PinotIO.WriteSegments write, SegmentLayout layout) {
    this.write = write;
    this.layout = layout;
  }

  @Setup
  public void setup() {
    table = write.segments();
  }

  @ProcessElement
  public void process(
      @Element KV<SegmentId, Iterable<Row>> segment, OutputReceiver<UploadedSegment> out)
      throws Exception {
    SegmentId id = segment.getKey();
    PinotTable wanted = write.table();
    Path dir = Files.createTempDirectory("segment-");
    try {
      BuiltSegment built =
          BuiltSegment.of(
              wanted,
              layout.partitions(),
              id.partition(),
              layout.name(id),
              SegmentRows.of(segment.getValue(), RowColumns.of(wanted), MOST_ROWS),
              dir);
      new UploadSegment(Objects.requireNonNull(table), write.maxWait()).upload(built);
      out.output(built.uploaded());
    } finally {
      MoreFiles.deleteRecursively(dir, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
