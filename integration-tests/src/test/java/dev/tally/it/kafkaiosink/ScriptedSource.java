package dev.tally.it.kafkaiosink;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Instant;

/**
 * Reads a {@link Script} of this JVM with one reader, exactly once according to its checkpoint
 * mark.
 */
final class ScriptedSource extends UnboundedSource<String, ScriptedSource.Mark> {
  private static final long serialVersionUID = 1L;
  private static final Instant TIME = Instant.ofEpochMilli(1_767_571_200_000L);

  private final String script;

  ScriptedSource(Script script) {
    this.script = script.id();
  }

  /** The positions of both lanes. */
  record Mark(int first, int second) implements CheckpointMark, Serializable {
    @Override
    public void finalizeCheckpoint() {}
  }

  @Override
  public List<ScriptedSource> split(int desiredNumSplits, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public UnboundedReader<String> createReader(PipelineOptions options, Mark mark) {
    return new Reader(this, mark == null ? new Mark(0, 0) : mark);
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return SerializableCoder.of(Mark.class);
  }

  @Override
  public Coder<String> getOutputCoder() {
    return StringUtf8Coder.of();
  }

  private static final class Reader extends UnboundedReader<String> {
    private final ScriptedSource source;
    private final Script script;
    private final int[] positions;
    private String current;

    Reader(ScriptedSource source, Mark mark) {
      this.source = source;
      this.script = Script.of(source.script);
      this.positions = new int[] {mark.first(), mark.second()};
    }

    @Override
    public boolean start() throws IOException {
      return advance();
    }

    @Override
    public boolean advance() throws IOException {
      if (script.takeCrash()) {
        throw new IOException("Failure requested by the script");
      }
      for (int lane : script.order()) {
        current = script.at(lane, positions[lane]);
        if (current != null) {
          positions[lane]++;
          script.countEmitted();
          return true;
        }
      }
      return false;
    }

    @Override
    public String getCurrent() {
      if (current == null) {
        throw new NoSuchElementException();
      }
      return current;
    }

    @Override
    public Instant getCurrentTimestamp() {
      return TIME;
    }

    @Override
    public Instant getWatermark() {
      return TIME;
    }

    @Override
    public CheckpointMark getCheckpointMark() {
      return new Mark(positions[0], positions[1]);
    }

    @Override
    public ScriptedSource getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}
  }
}
