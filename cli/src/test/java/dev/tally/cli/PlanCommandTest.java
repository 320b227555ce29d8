package dev.tally.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanCommandTest {
  @Test
  void printsAPlanWithoutAnyServer() {
    Cli cli = Cli.run("plan", "--eventsPerSecond=1000");

    assertThat(cli.code()).as(cli.err()).isEqualTo(Exit.OK);
    assertThat(cli.out())
        .contains("Kafka, per region", "Pinot, per region", "Remember")
        .containsPattern("remembered event ids +27,000,000  ")
        .containsPattern("window in which keys count +3,650 days  ");
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void printsJson() throws JsonProcessingException {
    Cli cli =
        Cli.run(
            "plan",
            "--eventsPerSecond=1000",
            "--maxEventAge=1h",
            "--kafkaSink=two_phase",
            "--countsOnly",
            "--pinotHash=none",
            "--json");

    assertThat(new ObjectMapper().readTree(cli.out()).at("/aggregation/remembered_ids").asLong())
        .isEqualTo(4_500_000);
  }

  @Test
  void listsProblemsOfTheInputs() {
    assertThat(Cli.run("plan", "--eventsPerSecond=1000", "--keyTtl=1d").out())
        .contains("Problems of these inputs", "--keyTtl is shorter than the replay horizon");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--json | The load is missing: state it with --eventsPerSecond=N",
        "--eventsPerSecond=-5 | --eventsPerSecond=-5 is out of range: use a number from 0 to",
        "--eventsPerSecond=many | 'many'",
        "--eventsPerSecond=NaN | --eventsPerSecond=NaN is out of range",
        "--maxEventAge=soon | --maxEventAge=soon is not a duration",
        "--catchUp=0.5 | --catchUp=0.5 is out of range: use a number from 1",
        "--regions=0 | --regions=0 is out of range",
        "--replicas=0 | --replicas=0 is out of range",
        "--sampleSize=1 | --sampleSize=1 must be from 2 to 1000000",
        "--pinotHash=SHA | NONE, MURMUR3, MD5",
      })
  void refusesWrongInputs_andNamesTheOption(String option, String message) {
    Cli cli = Cli.run("plan", option);

    assertThat(cli.err()).contains(message).doesNotContain("\tat ", "Unexpected failure");
    assertThat(cli.code()).isEqualTo(Exit.USAGE);
  }

  @Test
  void namesTheCommandThatStartsKafka_ifATopicIsToBeMeasured() {
    assertThat(Cli.run("plan", "--fromTopic=ad-events", "--dir=target/no-servers").err())
        .contains("./tally up", "--bootstrapServers");
  }
}
