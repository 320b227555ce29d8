package dev.tally.bench;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Adds up the counts of each ad and minute. Counts with events that have not been emitted yet are
 * emitted {@link CountingSettings#EARLY_PANE} (processing time) after the first of these events, or
 * when the watermark passes the end of the minute, whichever is earlier. Late events are emitted in
 * the same way.
 *
 * <p>State: per ad and minute one row, until the watermark is {@link EventDecoder#MAX_EVENT_AGE}
 * after the end of the minute.
 */
@SuppressWarnings("NullAway.Init") // Flink calls open() before it uses the function.
final class CountMinutesFunction extends KeyedProcessFunction<String, CountPojo, CountPojo> {
  static final long MINUTE = 60_000;

  private static final long serialVersionUID = 1L;

  private transient ValueState<CountPojo> counts;

  @Override
  public void open(OpenContext context) {
    counts =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("counts", Types.POJO(CountPojo.class)));
  }

  @Override
  public void processElement(CountPojo event, Context context, Collector<CountPojo> out)
      throws Exception {
    CountPojo all = counts.value();
    if (all == null) {
      all = new CountPojo();
      all.key = event.key;
      all.minute = event.minute;
      if (context.timerService().currentWatermark() < endOf(event.minute)) {
        context.timerService().registerEventTimeTimer(endOf(event.minute));
      }
      context
          .timerService()
          .registerEventTimeTimer(endOf(event.minute) + EventDecoder.MAX_EVENT_AGE);
    }
    all.add(event);
    if (all.emitAt == 0) {
      all.emitAt =
          context.timerService().currentProcessingTime() + CountingSettings.EARLY_PANE.toMillis();
      context.timerService().registerProcessingTimeTimer(all.emitAt);
    }
    counts.update(all);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<CountPojo> out)
      throws Exception {
    CountPojo all = counts.value();
    if (all == null) {
      return;
    }
    boolean endOfMinute = context.timeDomain() == TimeDomain.EVENT_TIME;
    if (all.emitAt != 0 && (endOfMinute || all.emitAt == time)) {
      if (endOfMinute) {
        context.timerService().deleteProcessingTimeTimer(all.emitAt);
      }
      all.emitAt = 0;
      out.collect(all);
      counts.update(all);
    }
    if (endOfMinute && time >= endOf(all.minute) + EventDecoder.MAX_EVENT_AGE) {
      counts.clear();
    }
  }

  /** Returns the last millisecond of a minute. */
  private static long endOf(long minute) {
    return minute + MINUTE - 1;
  }
}
