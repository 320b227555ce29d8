package dev.tally.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RemainingLinesTest {
  private static final Path FILE = Path.of("events.json");

  @Test
  void namesTheLinesThatAreInTheTopic() {
    assertThat(new RemainingLines(FILE, "ad-events", 7, true).advice())
        .isEqualTo(
            "events.json: lines 1 to 7 are in ad-events, and no later line."
                + " Send the rest: ./tally send --topic=ad-events --skip=7 events.json");
  }

  @Test
  void namesNoRange_whenNoLineIsCertainToBeInTheTopic() {
    assertThat(new RemainingLines(FILE, "ad-events", 0, false).advice())
        .isEqualTo(
            "events.json: some lines may be in ad-events, but none is certain to be."
                + " Send the rest: ./tally send --topic=ad-events events.json"
                + " (the job drops the duplicates).");
    assertThat(new RemainingLines(FILE, "ad-events", 0, true).advice())
        .startsWith("events.json: no line is in ad-events. ");
  }
}
