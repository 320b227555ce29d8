package dev.tally.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholderIdsTest {
  private static final PlaceholderIds STANDARD = PlaceholderIds.standard();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "undefined",
        "null",
        "NULL",
        "None",
        "unknown",
        "Anonymous",
        "(not set)",
        "NaN",
        "[object Object]",
        " undefined ",
        "  ",
        "00000000-0000-0000-0000-000000000000",
        "00000000000000000000000000000000",
        "00000000",
        "--------",
        "{{ad.id}}",
        "${EVENT_ID}",
        "%%CACHEBUSTER%%"
      })
  void containsWhatIdentifiesNothing(String id) {
    assertThat(STANDARD.contains(id)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "00",
        "0000000",
        "-",
        "1",
        "undefined-1",
        "nullable",
        "00000000-0000-0000-0000-000000000001",
        "e-00000000",
        "{{",
        "${",
        "%%%",
        "u-1"
      })
  void containsNoIdThatMayIdentifySomething(String id) {
    assertThat(STANDARD.contains(id)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"guest", "GUEST ", "n.n.", "undefined"})
  void containsMoreIds_whenTheyAreAdded(String id) {
    assertThat(STANDARD.with(List.of("Guest", " n.n.")).contains(id)).isTrue();
    assertThat(STANDARD.with(List.of()).contains("guest")).isFalse();
  }
}
