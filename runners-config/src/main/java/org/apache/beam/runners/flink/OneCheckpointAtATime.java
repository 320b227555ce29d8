package org.apache.beam.runners.flink;

import java.lang.reflect.Field;
import java.util.Map;
import org.apache.beam.runners.flink.FlinkStreamingPipelineTranslator.StreamTransformTranslator;
import org.apache.beam.sdk.transforms.PTransform;

/**
 * Makes Flink run the checkpoints of a job one after another, whatever {@code
 * --numConcurrentCheckpoints} is.
 *
 * <p>Beam's option has two effects: the number of checkpoints that Flink runs at once, and the
 * number of buffers that Beam keeps for the input of a {@code @RequiresStableInput} step, one per
 * checkpoint whose completion was not yet processed, plus one. Both cannot have the same value.
 * Many buffers are needed, because each failure between the completion of a checkpoint and its
 * flush leaves one more buffer occupied. But while a flush waits for a slow broker, Flink starts
 * checkpoints up to the limit; they occupy all buffers, and after a restore from the last of them
 * Beam reuses a buffer that is not flushed yet. Then records are written in another order, and
 * before the checkpoint that holds them completes.
 *
 * <p>Every translation of a step sets the limit of the job's environment, because Beam sets it from
 * its option before the first step is translated. The class is in Beam's package because Beam's
 * translators are package-private.
 */
public final class OneCheckpointAtATime {
  private static final String TRANSLATORS = "TRANSLATORS";

  private OneCheckpointAtATime() {}

  /**
   * Limits all jobs that this JVM submits from now on to one checkpoint at a time.
   *
   * @throws IllegalStateException if this version of Beam translates steps in another way
   */
  public static synchronized void enforce() {
    translators().replaceAll((urn, translator) -> limited(translator));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  static Map<String, StreamTransformTranslator> translators() {
    try {
      Field field = FlinkStreamingTransformTranslators.class.getDeclaredField(TRANSLATORS);
      field.setAccessible(true);
      return (Map<String, StreamTransformTranslator>) field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "This version of Beam has no table of translators, so checkpoints cannot be limited to one"
              + " at a time: use the version that Tally was built with.",
          e);
    }
  }

  @SuppressWarnings("rawtypes")
  private static StreamTransformTranslator limited(StreamTransformTranslator translator) {
    return translator instanceof Limited ? translator : new Limited(translator);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static final class Limited extends StreamTransformTranslator<PTransform> {
    private final StreamTransformTranslator translator;

    Limited(StreamTransformTranslator translator) {
      this.translator = translator;
    }

    @Override
    void translateNode(PTransform transform, FlinkStreamingTranslationContext context) {
      context.getExecutionEnvironment().getCheckpointConfig().setMaxConcurrentCheckpoints(1);
      translator.translateNode(transform, context);
    }

    @Override
    boolean canTranslate(PTransform transform, FlinkStreamingTranslationContext context) {
      return translator.canTranslate(transform, context);
    }
  }
}
