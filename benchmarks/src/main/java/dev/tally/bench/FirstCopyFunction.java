package dev.tally.bench;

import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Emits the first copy of each event. State: per event id one boolean, which Flink removes after
 * {@link EventDecoder#MAX_EVENT_AGE} of processing time.
 */
@SuppressWarnings("NullAway.Init") // Flink calls open() before it uses the function.
final class FirstCopyFunction extends KeyedProcessFunction<String, EventPojo, EventPojo> {
  private static final long serialVersionUID = 1L;

  private transient ValueState<Boolean> seen;

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<Boolean> descriptor = new ValueStateDescriptor<>("seen", Types.BOOLEAN);
    descriptor.enableTimeToLive(
        StateTtlConfig.newBuilder(Duration.ofMillis(EventDecoder.MAX_EVENT_AGE)).build());
    seen = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement(EventPojo event, Context context, Collector<EventPojo> out)
      throws Exception {
    if (seen.value() == null) {
      seen.update(true);
      out.collect(event);
    }
  }
}
