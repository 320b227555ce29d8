package dev.tally.io.kafka;

import dev.tally.io.EmitOnce;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Emits the watermark to every partition, including partitions without records, as record batches
 * that contain no records. Each follows the records that it covers. Once an hour it emits an empty
 * record batch, so that a partition whose watermark does not advance is still written to and its
 * {@link CommitMarker} does not expire.
 */
final class EmitHeartbeats
    extends PTransform<
        PCollection<KV<Integer, RecordBatch>>, PCollection<KV<Integer, RecordBatch>>> {
  private static final long serialVersionUID = 1L;
  private final int partitions;

  EmitHeartbeats(int partitions) {
    this.partitions = partitions;
  }

  @Override
  public PCollection<KV<Integer, RecordBatch>> expand(
      PCollection<KV<Integer, RecordBatch>> recordBatches) {
    PCollection<KV<Integer, RecordBatch>> seeds =
        recordBatches
            .getPipeline()
            .apply("Start", EmitOnce.create())
            .apply("Seed", ParDo.of(new SeedFn(partitions)))
            .setCoder(PackByPartition.coder(partitions));
    return PCollectionList.of(recordBatches)
        .and(seeds)
        .apply("WithSeeds", Flatten.pCollections())
        .apply("Heartbeat", ParDo.of(new HeartbeatFn()))
        .setCoder(PackByPartition.coder(partitions));
  }

  /**
   * Emits one empty record batch per partition when the job is first started; {@link HeartbeatFn}
   * then sets its timers.
   */
  private static final class SeedFn extends DoFn<byte[], KV<Integer, RecordBatch>> {
    private static final long serialVersionUID = 1L;
    private final int partitions;

    SeedFn(int partitions) {
      this.partitions = partitions;
    }

    @ProcessElement
    public void process(OutputReceiver<KV<Integer, RecordBatch>> out) {
      IntStream.range(0, partitions).forEach(p -> out.output(KV.of(p, RecordBatch.empty())));
    }
  }

  static final class HeartbeatFn extends DoFn<KV<Integer, RecordBatch>, KV<Integer, RecordBatch>> {
    private static final long serialVersionUID = 1L;

    /** Per partition: when the watermark is emitted next; set again until the end of the input. */
    private static final String EMIT = "emit";

    /**
     * Per partition: when an empty record batch is emitted next; set again until the end of the
     * input.
     */
    private static final String RENEW = "renew";

    /**
     * Per partition: how many positions were emitted, by which the writer detects record batches
     * that a runner reorders; never cleared.
     */
    private static final String EMITTED = "emitted";

    /** In event time: how far a reader's watermark may lag the writer's. */
    private static final long EVERY_MILLIS = 1_000;

    @TimerId(EMIT)
    private final TimerSpec emitSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @TimerId(RENEW)
    private final TimerSpec renewSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    @StateId(EMITTED)
    private final StateSpec<ValueState<Long>> emittedSpec = StateSpecs.value(VarLongCoder.of());

    @ProcessElement
    public void process(
        @Element KV<Integer, RecordBatch> recordBatch,
        @StateId(EMITTED) ValueState<Long> emitted,
        @TimerId(EMIT) Timer emit,
        @TimerId(RENEW) Timer renew,
        OutputReceiver<KV<Integer, RecordBatch>> out) {
      if (recordBatch.getValue().count() > 0) {
        out.output(KV.of(recordBatch.getKey(), numbered(recordBatch.getValue(), emitted)));
      } else {
        emit.set(BoundedWindow.TIMESTAMP_MIN_VALUE.plus(Duration.millis(EVERY_MILLIS)));
        renewLater(renew);
      }
    }

    @OnTimer(EMIT)
    public void emit(
        @Key Integer partition,
        @StateId(EMITTED) ValueState<Long> emitted,
        @TimerId(EMIT) Timer next,
        OutputReceiver<KV<Integer, RecordBatch>> out) {
      long watermark = next.getCurrentRelativeTime().getMillis();
      if (watermark > 0) {
        out.output(KV.of(partition, numbered(RecordBatch.ofWatermark(watermark), emitted)));
      }
      if (!isLast(watermark)) {
        next.set(Instant.ofEpochMilli(endOfItsSecond(watermark)));
      }
    }

    /**
     * A timer for the last millisecond of a second fires as soon as the watermark reaches the next
     * second.
     */
    private static long endOfItsSecond(long watermark) {
      return Math.floorDiv(watermark, EVERY_MILLIS) * EVERY_MILLIS + EVERY_MILLIS - 1;
    }

    @OnTimer(RENEW)
    public void renew(
        @Key Integer partition,
        @StateId(EMITTED) ValueState<Long> emitted,
        @TimerId(EMIT) Timer emit,
        @TimerId(RENEW) Timer next,
        OutputReceiver<KV<Integer, RecordBatch>> out) {
      if (isLast(emit.getCurrentRelativeTime().getMillis())) {
        return; // At the end of the input, a runner fires this timer at once whenever it is set.
      }
      out.output(KV.of(partition, numbered(RecordBatch.empty(), emitted)));
      renewLater(next);
    }

    private static RecordBatch numbered(RecordBatch recordBatch, ValueState<Long> emitted) {
      Long before = emitted.read();
      long first = before == null ? 0 : before;
      emitted.write(first + recordBatch.positions());
      return recordBatch.numbered(first);
    }

    private static boolean isLast(long watermark) {
      return watermark >= GlobalWindow.INSTANCE.maxTimestamp().getMillis();
    }

    /**
     * The output timestamp is the end of the global window: with an earlier one, the timer would
     * hold the watermark.
     */
    private static void renewLater(Timer renew) {
      renew
          .withOutputTimestamp(GlobalWindow.INSTANCE.maxTimestamp())
          .offset(SinkSettings.RENEW_EVERY)
          .setRelative();
    }
  }
}
