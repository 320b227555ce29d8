package dev.tally.it.restore;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.util.construction.SplittableParDo;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.api.operators.AbstractUdfStreamOperator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamFlatMap;
import org.apache.flink.streaming.api.operators.StreamMap;

/** Lists the uids of the operators that Flink runs for a pipeline. */
final class OperatorUids {
  private OperatorUids() {}

  /**
   * Returns the uid of each operator; {@code "none: NAME"} for an operator that may have state but
   * has no uid.
   */
  static SortedSet<String> of(Pipeline pipeline) throws Exception {
    SplittableParDo.convertReadBasedSplittableDoFnsToPrimitiveReadsIfNecessary(pipeline);
    FlinkPipelineOptions options = pipeline.getOptions().as(FlinkPipelineOptions.class);
    Class<?> type =
        Class.forName("org.apache.beam.runners.flink.FlinkPipelineExecutionEnvironment");
    Constructor<?> constructor = type.getDeclaredConstructor(FlinkPipelineOptions.class);
    constructor.setAccessible(true);
    Object translation = constructor.newInstance(options);
    call(translation, type.getDeclaredMethod("translate", Pipeline.class), pipeline);
    StreamExecutionEnvironment flink =
        (StreamExecutionEnvironment)
            call(translation, type.getDeclaredMethod("getStreamExecutionEnvironment"));
    SortedSet<String> uids = new TreeSet<>();
    for (StreamNode node : flink.getStreamGraph().getStreamNodes()) {
      if (node.getTransformationUID() != null) {
        uids.add(node.getTransformationUID());
      } else if (!isStateless(node)) {
        uids.add("none: " + node.getOperatorName());
      }
    }
    return uids;
  }

  /**
   * Returns true if the operator only calls a function that is not a {@link CheckpointedFunction}.
   */
  private static boolean isStateless(StreamNode node) {
    if (!(node.getOperatorFactory() instanceof SimpleOperatorFactory<?> factory)) {
      return false;
    }
    Object operator = factory.getOperator();
    Object function =
        operator instanceof StreamMap<?, ?> || operator instanceof StreamFlatMap<?, ?>
            ? ((AbstractUdfStreamOperator<?, ?>) operator).getUserFunction()
            : null;
    return function != null && !(function instanceof CheckpointedFunction);
  }

  private static Object call(Object on, Method method, Object... arguments) throws Exception {
    method.setAccessible(true);
    return method.invoke(on, arguments);
  }
}
