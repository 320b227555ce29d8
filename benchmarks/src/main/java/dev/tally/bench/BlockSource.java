package dev.tally.bench;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DelegateCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Beam source of the numbers of a {@link Load}'s blocks, with one split per lane. It never ends,
 * so that records become visible with checkpoints and not at the end of the job.
 */
final class BlockSource extends UnboundedSource<Long, BlockSource.Progress> {
  private static final long serialVersionUID = 1L;
  private final Load load;
  private final int lane;

  BlockSource(Load load) {
    this(load, 0);
  }

  private BlockSource(Load load, int lane) {
    this.load = load;
    this.lane = lane;
  }

  /** The number of blocks of the lane that have been emitted. */
  record Progress(Load load, long blocks) implements CheckpointMark {
    @Override
    public void finalizeCheckpoint() {
      load.checkpointed();
    }
  }

  @Override
  public List<BlockSource> split(int desiredNumSplits, PipelineOptions options) {
    return IntStream.range(0, Load.LANES).mapToObj(l -> new BlockSource(load, l)).toList();
  }

  @Override
  public Reader createReader(PipelineOptions options, @Nullable Progress progress) {
    return new Reader(this, progress == null ? 0 : progress.blocks());
  }

  @Override
  public Coder<Progress> getCheckpointMarkCoder() {
    return DelegateCoder.of(
        VarLongCoder.of(), Progress::blocks, blocks -> new Progress(load, blocks));
  }

  @Override
  public Coder<Long> getOutputCoder() {
    return VarLongCoder.of();
  }

  static final class Reader extends UnboundedReader<Long> {
    private final BlockSource source;
    private final RunLog log;
    private long emitted;
    private long began;

    Reader(BlockSource source, long emitted) {
      this.source = source;
      this.log = RunLog.of(source.load.run());
      this.emitted = emitted;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      if (!log.open().isDone()) {
        return false;
      }
      long now = System.nanoTime();
      began = began == 0 ? now : began;
      if (emitted >= Math.min(source.load.blocksWithin(now - began), log.blockLimit())) {
        return false;
      }
      emitted++;
      return true;
    }

    @Override
    public Long getCurrent() {
      if (emitted == 0) {
        throw new NoSuchElementException();
      }
      return Load.block(source.lane, emitted - 1);
    }

    @Override
    public Instant getCurrentTimestamp() {
      return time(getCurrent());
    }

    @Override
    public Instant getWatermark() {
      return time(Load.block(source.lane, emitted));
    }

    private Instant time(long block) {
      return Instant.ofEpochMilli(source.load.time(block));
    }

    @Override
    public Progress getCheckpointMark() {
      log.mark(source.lane, emitted);
      return new Progress(source.load, emitted);
    }

    @Override
    public BlockSource getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}
  }
}
