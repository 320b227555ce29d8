package dev.tally.transforms.cleanse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.Verdict;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdRuleTest {
  @ParameterizedTest
  @ValueSource(chars = {0, '\t', '\n', '\r', 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9F, 0x2028, 0x2029})
  void rejectsControlCharacters_whereverTheyAre(char control) {
    for (String id : new String[] {control + "a", "a" + control + "b", "a" + control}) {
      assertThat(rejection(id))
          .isEqualTo(
              new Verdict.Refused<>(
                  Reason.CONTROL_CHARACTER, "ad_id: expected no control characters"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", " ", "a b", "\u00a0", "ключ", "😀", "a\"b", "a\\b", "\u200d", "\ufeff"})
  void acceptsEveryOtherText(String id) {
    assertThat(IdRule.<Object>rejection("ad_id", id)).isNull();
  }

  @Test
  void acceptsUpTo128CharactersAndNoMore() {
    assertThat(IdRule.<Object>rejection("ad_id", "é".repeat(128))).isNull();
    assertThat(rejection("é".repeat(129)))
        .isEqualTo(
            new Verdict.Refused<>(Reason.ID_TOO_LONG, "ad_id: expected at most 128 characters"));
    assertThat(rejection("😀".repeat(65)).reason()).isEqualTo(Reason.ID_TOO_LONG);
  }

  private static Verdict.Refused<Object> rejection(String id) {
    return Objects.requireNonNull(IdRule.rejection("ad_id", id));
  }
}
