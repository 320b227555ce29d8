package dev.tally.runners.manifest;

import java.util.NoSuchElementException;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * A reader that emits nothing and never ends. Its watermark stays below the end of time, because
 * runners end a source that reaches it, and Flink keeps no state of a source that has ended.
 */
final class SilentReader extends UnboundedReader<Void> {
  private static final Instant LAST_WATERMARK =
      BoundedWindow.TIMESTAMP_MAX_VALUE.minus(Duration.millis(1));

  private final ManifestSource source;
  private final ManifestSource.Mark mark;

  SilentReader(ManifestSource source, ManifestSource.Mark mark) {
    this.source = source;
    this.mark = mark;
  }

  @Override
  public boolean start() {
    return false;
  }

  @Override
  public boolean advance() {
    return false;
  }

  @Override
  public Void getCurrent() {
    throw new NoSuchElementException();
  }

  @Override
  public Instant getCurrentTimestamp() {
    throw new NoSuchElementException();
  }

  @Override
  public Instant getWatermark() {
    return LAST_WATERMARK;
  }

  @Override
  public ManifestSource.Mark getCheckpointMark() {
    return mark;
  }

  @Override
  public ManifestSource getCurrentSource() {
    return source;
  }

  @Override
  public void close() {}
}
