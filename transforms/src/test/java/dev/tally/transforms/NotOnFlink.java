package dev.tally.transforms;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips a test if the pipeline options select a Flink runner. The value states why. */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NotOnFlink.Condition.class)
public @interface NotOnFlink {
  String value();

  /** Reads the runner from the same system property as {@code TestPipeline}. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      boolean onFlink = System.getProperty("beamTestPipelineOptions", "").contains("Flink");
      return AnnotationSupport.findAnnotation(context.getElement(), NotOnFlink.class)
          .filter(here -> onFlink)
          .map(here -> ConditionEvaluationResult.disabled("disabled on Flink: " + here.value()))
          .orElseGet(() -> ConditionEvaluationResult.enabled("the runner is not Flink"));
    }
  }
}
