package dev.tally.bench;

import dev.tally.transforms.model.AdEvent;
import java.io.IOException;
import java.util.List;
import org.apache.beam.runners.flink.FlinkExecutionEnvironments;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Attributes the orders of {@link Traffic} with {@link LastTouchFunction}. The job uses the
 * environment that Beam's runner creates from the same settings, with object reuse: nothing is
 * copied between chained steps.
 */
final class FlinkAttribution {
  private static final OutputTag<OrderPojo> ORDERS =
      new OutputTag<>("orders", Types.POJO(OrderPojo.class));
  private static final TypeInformation<Tuple2<String, String>> KEY =
      Types.TUPLE(Types.STRING, Types.STRING);

  private FlinkAttribution() {}

  static BenchJob start(JobSettings settings, MakeArrivals arrivals) throws Exception {
    String run = arrivals.load().run();
    FlinkPipelineOptions options = settings.options(run);
    StreamExecutionEnvironment flink =
        FlinkExecutionEnvironments.createStreamExecutionEnvironment(
            options, List.of(), options.getFlinkConfDir());
    flink.getConfig().enableObjectReuse();
    SingleOutputStreamOperator<TouchPojo> touches =
        flink
            .fromSource(BlockNumbers.of(arrivals.load()), watermarks(arrivals.load()), "Blocks")
            .process(new MakeArrivalsFunction(arrivals))
            .returns(Types.POJO(TouchPojo.class));
    touches
        .keyBy(touch -> Tuple2.of(touch.userId, touch.storeId), KEY)
        .connect(
            touches
                .getSideOutput(ORDERS)
                .keyBy(order -> Tuple2.of(order.userId, order.storeId), KEY))
        .process(new LastTouchFunction())
        .returns(Types.POJO(OrderPojo.class))
        .process(new LogCreditFunction(run))
        .returns(Types.VOID)
        .sinkTo(new DiscardingSink<>());
    JobClient job = flink.executeAsync(run);
    return () -> FlinkSinkJob.cancel(job);
  }

  private static WatermarkStrategy<Long> watermarks(Load load) {
    return WatermarkStrategy.forGenerator(context -> new BehindBlocks(load));
  }

  /**
   * Emits the time of the lane's next block minus one millisecond. After a Flink watermark of t, no
   * element with a timestamp of t or earlier follows; after a Beam watermark of t, an element with
   * a timestamp of exactly t may still follow.
   */
  private static final class BehindBlocks implements WatermarkGenerator<Long> {
    private final Load load;
    private long watermark = Long.MIN_VALUE;

    BehindBlocks(Load load) {
      this.load = load;
    }

    @Override
    public void onEvent(Long block, long timestamp, WatermarkOutput output) {
      watermark = load.time(block + Load.LANES) - 1;
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.emitWatermark(new Watermark(watermark));
    }
  }

  private static final class MakeArrivalsFunction extends ProcessFunction<Long, TouchPojo> {
    private static final long serialVersionUID = 1L;
    private final MakeArrivals arrivals;

    MakeArrivalsFunction(MakeArrivals arrivals) {
      this.arrivals = arrivals;
    }

    @Override
    public void processElement(Long block, Context context, Collector<TouchPojo> out) {
      arrivals.make(
          block,
          (AdEvent touch) -> out.collect(TouchPojo.of(touch)),
          order -> context.output(ORDERS, OrderPojo.of(order)));
    }
  }

  private static final class LogCreditFunction extends ProcessFunction<OrderPojo, Void> {
    private static final long serialVersionUID = 1L;
    private final String run;

    LogCreditFunction(String run) {
      this.run = run;
    }

    @Override
    public void processElement(OrderPojo order, Context context, Collector<Void> out)
        throws IOException {
      CreditLog.of(run).add(order.orderId, new Credited(order.revision, order.eventId));
    }
  }
}
