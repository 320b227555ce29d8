package dev.tally.runners.twophase;

import dev.tally.io.kafka.TwoPhaseWriter;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/** Keeps facts in the state of the operator's current key. */
record FlinkFacts(MapState<Tuple2<Long, Long>, Long> state) implements TwoPhaseWriter.FactStore {
  @Override
  public @Nullable Long get(long high, long low) {
    try {
      return state.get(Tuple2.of(high, low));
    } catch (Exception e) {
      throw failed(e);
    }
  }

  @Override
  public void put(long high, long low, long order) {
    try {
      state.put(Tuple2.of(high, low), order);
    } catch (Exception e) {
      throw failed(e);
    }
  }

  @Override
  public void remove(long high, long low) {
    try {
      state.remove(Tuple2.of(high, low));
    } catch (Exception e) {
      throw failed(e);
    }
  }

  @Override
  public void clear() {
    state.clear();
  }

  private static FlinkRuntimeException failed(Exception e) {
    return new FlinkRuntimeException("The state of the Kafka sink cannot be accessed", e);
  }
}
