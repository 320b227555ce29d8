package dev.tally.pipelines.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.pipelines.aggregation.AggregationOptions;
import dev.tally.pipelines.attribution.AttributionOptions;
import dev.tally.pipelines.union.UnionOptions;
import dev.tally.transforms.attribute.AttributionLimits;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RangesTest {
  private static final List<Class<? extends PipelineOptions>> JOBS =
      List.of(AggregationOptions.class, AttributionOptions.class, UnionOptions.class);

  static Stream<Class<? extends PipelineOptions>> jobs() {
    return JOBS.stream();
  }

  @ParameterizedTest
  @MethodSource("jobs")
  <T extends PipelineOptions> void defaults_areInTheirRanges(Class<T> job) {
    assertThatCode(() -> check(job)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("jobs")
  <T extends PipelineOptions> void bothEnds_areAccepted(Class<T> job) {
    ranged(job)
        .forEach(
            getter -> {
              Range range = range(getter);
              assertThatCode(() -> check(job, argument(getter, range.from())))
                  .doesNotThrowAnyException();
              if (!range.to().isEmpty()) {
                assertThatCode(() -> check(job, argument(getter, range.to())))
                    .doesNotThrowAnyException();
              }
            });
  }

  @ParameterizedTest
  @MethodSource("jobs")
  <T extends PipelineOptions> void valuesOutside_areRefusedWithTheRange(Class<T> job) {
    ranged(job)
        .forEach(
            getter -> {
              Range range = range(getter);
              if (!range.to().isEmpty()) {
                // 9 in front: a value of the same unit that is larger
                refuses(job, argument(getter, "9" + range.to()), "from " + range.from());
              }
              if (!range.from().startsWith("0")) {
                refuses(job, argument(getter, "0" + range.from().replaceAll("\\d", "")), "must be");
              }
            });
  }

  @ParameterizedTest
  @MethodSource("jobs")
  <T extends PipelineOptions> void aNumberThatIsNoDuration_isRefusedOnce(Class<T> job) {
    ranged(job)
        .filter(getter -> getter.getReturnType() == String.class)
        .forEach(getter -> refuses(job, argument(getter, "5"), "write a number followed by"));
  }

  @Test
  void theRangeOfMaxTouches_isThatOfTheRules() {
    assertThat(AttributionLimits.MOST_TOUCHES).isEqualTo(2500);
  }

  private static <T extends PipelineOptions> void refuses(
      Class<T> job, String argument, String message) {
    assertThatThrownBy(() -> check(job, argument))
        .as(argument)
        .isInstanceOf(InvalidOptions.class)
        .hasMessageStartingWith(argument)
        .hasMessageContaining(message);
  }

  private static <T extends PipelineOptions> void check(Class<T> job, String... arguments) {
    Problems problems = new Problems();
    problems.requireRanges(job, PipelineOptionsFactory.fromArgs(arguments).as(job));
    problems.throwIfAny();
  }

  private static Stream<Method> ranged(Class<?> job) {
    return Stream.of(job.getMethods()).filter(method -> method.isAnnotationPresent(Range.class));
  }

  private static Range range(Method getter) {
    Range range = getter.getAnnotation(Range.class);
    assertThat(range).isNotNull();
    return range;
  }

  private static String argument(Method getter, String value) {
    return "--%s=%s".formatted(Ranges.option(getter), value);
  }
}
