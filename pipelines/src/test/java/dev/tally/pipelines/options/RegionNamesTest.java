package dev.tally.pipelines.options;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RegionNamesTest {
  private static RegionNames names(String others) {
    return RegionNames.of("us", "us-1:9092,us-2:9092", others);
  }

  private static String problem(String others) {
    return String.join("\n", names(others).problems());
  }

  @Test
  void givesTheBrokersOfEachRegion_theJobsOwnFirst() {
    RegionNames names = names("eu=eu-1:9092,eu-2:9092; asia = asia-1:9092 ;");
    assertThat(names.problems()).isEmpty();
    assertThat(names.servers().toString())
        .isEqualTo("{us=us-1:9092,us-2:9092, eu=eu-1:9092,eu-2:9092, asia=asia-1:9092}");
    assertThat(names("").servers()).hasSize(1);
  }

  @Test
  void refusesARegionWithoutAName() {
    assertThat(problem("eu-1:9092"))
        .contains("\"eu-1:9092\" has no region name")
        .contains("NAME=HOST:PORT");
  }

  @Test
  void refusesACommaBetweenRegions() {
    assertThat(problem("eu=eu-1:9092,asia=asia-1:9092")).contains("semicolon is missing");
  }

  @Test
  void refusesANameThatNoStepCanHave() {
    assertThat(problem("e/u=eu-1:9092")).contains("\"e/u\" is not a valid region name");
    assertThat(problem("=eu-1:9092")).contains("\"\" is not a valid region name");
  }

  @Test
  void refusesANameThatIsTaken() {
    assertThat(problem("us=eu-1:9092")).contains("Two regions are named us").contains("--region");
    assertThat(problem("eu=eu-1:9092;eu=eu-2:9092")).contains("Two regions are named eu");
  }

  @Test
  void refusesABrokerOfTwoRegions() {
    assertThat(problem("eu=eu-1:9092,US-2:9092"))
        .contains("us-2:9092 is a broker of region us and of region eu");
  }
}
