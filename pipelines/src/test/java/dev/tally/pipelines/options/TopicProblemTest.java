package dev.tally.pipelines.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.pipelines.options.TopicProblem.Kind;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class TopicProblemTest {
  private static Kind kind(Throwable cause) {
    return TopicProblem.of(new IllegalArgumentException("No matter which words", cause)).kind();
  }

  @Test
  void noBrokerResponds_ifTheLookupTimesOut_orNoClientCanBeMade() {
    assertThat(kind(new TimeoutException())).isEqualTo(Kind.NO_BROKER_RESPONDS);
    assertThat(kind(new KafkaException())).isEqualTo(Kind.NO_BROKER_RESPONDS);
    assertThat(kind(new ConfigException("x"))).isEqualTo(Kind.NO_BROKER_RESPONDS);
  }

  @Test
  void itIsTheTopic_ifTheBrokersRespond() {
    assertThat(kind(new UnknownTopicOrPartitionException())).isEqualTo(Kind.TOPIC);
    assertThat(kind(new TopicAuthorizationException("x"))).isEqualTo(Kind.TOPIC);
    assertThat(kind(new SaslAuthenticationException("x"))).isEqualTo(Kind.TOPIC);
  }

  @Test
  void hasTheMessageOfTheLookup() {
    assertThat(TopicProblem.of(new IllegalArgumentException("what to do")))
        .isEqualTo(new TopicProblem(Kind.TOPIC, "what to do"));
  }
}
