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
final class BlockSource extends UnboundedSource<Long, BlockSource.Given> {
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
  record Given(Load load, long blocks) implements CheckpointMark {
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
  public Reader createReader(PipelineOptions options, @Nullable Given given) {
    return new Reader(this, given == null ? 0 : given.blocks());
  }

  @Override
  public Coder<Given> getCheckpointMarkCoder() {
    return DelegateCoder.of(VarLongCoder.of(), Given::blocks, blocks -> new Given(load, blocks));
  }

  @Override
  public Coder<Long> getOutputCoder() {
    return VarLongCoder.of();
  }

  static final class Reader extends UnboundedReader<Long> {
    private final BlockSource source;
    private final RunLog log;
    private long given;
    private long began;

    Reader(BlockSource source, long given) {
      this.source = source;
      this.log = RunLog.of(source.load.run());
      this.given = given;
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
      if (given >= source.load.blocksWithin(now - began)) {
        return false;
      }
      given++;
      return true;
    }

    @Override
    public Long getCurrent() {
      if (given == 0) {
        throw new NoSuchElementException();
      }
      return Load.block(source.lane, given - 1);
    }

    @Override
    public Instant getCurrentTimestamp() {
      return time(getCurrent());
    }

    @Override
    public Instant getWatermark() {
      return time(Load.block(source.lane, given));
    }

    private Instant time(long block) {
      return Instant.ofEpochMilli(source.load.time(block));
    }

    @Override
    public Given getCheckpointMark() {
      log.mark(source.lane, given);
      return new Given(source.load, given);
    }

    @Override
    public BlockSource getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}
  }
}
