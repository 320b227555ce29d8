package dev.tally.pipelines.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.pipelines.options.InvalidOptions;
import dev.tally.pipelines.options.Problems;
import dev.tally.transforms.enrich.OrderService;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class OrderServiceChecksTest {
  private static final String URL = "--orderService=http://orders.internal:8080/v1/";

  @Test
  void asksNobody_whenNoServiceIsNamed() {
    assertThat(check(new Problems()).isAbsent()).isTrue();
  }

  @Test
  void takesAServiceThatNeedNotBeUp_andTravelsToWorkers() {
    Problems problems = new Problems();
    OrderService service = check(problems, URL);
    assertThatCode(problems::throwIfAny).doesNotThrowAnyException();
    assertThat(service.isAbsent()).isFalse();
    assertThat(SerializableUtils.clone(service)).isEqualTo(service);
  }

  @Test
  void saysWhatIsWrong() {
    refuses("http://orders.internal:8080", "--orderService=orders");
    refuses("is not a duration", URL, "--orderServiceTimeout=soon");
    refuses("3 attempts must end within the 600 s", URL, "--orderServiceTimeout=200s");
  }

  private static void refuses(String message, String... arguments) {
    Problems problems = new Problems();
    check(problems, arguments);
    assertThatThrownBy(problems::throwIfAny)
        .isInstanceOf(InvalidOptions.class)
        .hasMessageContaining(message);
  }

  private static OrderService check(Problems problems, String... arguments) {
    return OrderServiceChecks.check(
        PipelineOptionsFactory.fromArgs(arguments).as(AttributionOptions.class), problems);
  }
}
