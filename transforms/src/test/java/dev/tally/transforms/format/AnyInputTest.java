package dev.tally.transforms.format;

import static dev.tally.transforms.Cast.MEBIBYTE;
import static dev.tally.transforms.Cast.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.codec.AdEventJson;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.Any;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.Verdict;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Mappings of arbitrary inputs; the native decoder is the oracle. */
class AnyInputTest {
  private static final Mapping<AdEvent> IDENTITY =
      Mapping.toAdEvents(
          MappingFile.of(
              "identity.yaml",
              Target.AD_EVENTS.fields().stream()
                  .map(field -> "  %s: %s\n".formatted(field.name(), field.name()))
                  .collect(Collectors.joining("", "to: ad-events\nfields:\n", ""))));

  private static final String HALF_OF_A_PAIR = "\\ud800";
  private static final List<Mapping<?>> ALL =
      ReadyMadeMappings.names().stream()
          .<Mapping<?>>map(name -> Mapping.of(MappingFile.of(name, ReadyMadeMappings.text(name))))
          .toList();

  @Property
  void theIdentityDecodesEachEventAsTheNativeDecoderDoes(@ForAll("events") AdEvent event) {
    byte[] json = AdEventJson.encode(event);

    Mapped<AdEvent> mapped = Mapped.of(IDENTITY, raw(json, event));

    assertThat(mapped.value()).isEqualTo(event.toBuilder().setInvalidReason(null).build());
    assertThat(mapped.records).containsExactly(raw(json, event));
  }

  /**
   * A mapping also accepts digits in quotation marks, decimals and integers as texts. It looks up
   * the event type before it checks the text, so half a surrogate pair is an unknown type there.
   */
  @Property
  void theIdentityAcceptsWhatTheNativeDecoderAccepts_andRejectsForTheSameReason(
      @ForAll("events") AdEvent event, @ForAll("edits") List<Edit> edits) {
    String json = new String(AdEventJson.encode(event), UTF_8);
    for (Edit edit : edits) {
      json = edit.apply(json);
    }
    byte[] value = json.getBytes(UTF_8);
    Verdict<AdEvent> expected = AdEventJson.decode(value, MEBIBYTE, event.getBrokerTime());

    Mapped<AdEvent> mapped = Mapped.of(IDENTITY, raw(value, event));

    if (expected instanceof Verdict.Accepted<AdEvent> accepted) {
      assertThat(mapped.value()).isEqualTo(accepted.value());
    } else if (expected instanceof Verdict.Refused<AdEvent> refused && mapped.values.isEmpty()) {
      assertThat(mapped.refused).hasSize(1);
      if (edits.size() == 1 && !edits.get(0).inserted().equals(HALF_OF_A_PAIR)) {
        assertThat(mapped.refused.get(0).reason()).isEqualTo(refused.reason());
      }
    }
  }

  @Property
  void noBytesMakeAMappingThrow_andEachHasAResult(@ForAll byte[] value) {
    ALL.forEach(mapping -> assertThat(mapping.explain(value, NOON)).isNotEmpty());
  }

  @Property
  void noDamagedSampleMakesAMappingThrow_andEachHasAResult(
      @ForAll("names") String name, @ForAll("edits") List<Edit> edits) {
    Mapping<?> mapping = Mapping.of(MappingFile.of(name, ReadyMadeMappings.text(name)));
    for (String line : ReadyMadeMappings.sample(name).lines().toList()) {
      String edited = line;
      for (Edit edit : edits) {
        edited = edit.apply(edited);
      }
      assertThat(mapping.explain(edited.getBytes(UTF_8), NOON)).isNotEmpty();
    }
  }

  @Provide
  Arbitrary<AdEvent> events() {
    return Any.adEvent();
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(ReadyMadeMappings.names());
  }

  @Provide
  Arbitrary<List<Edit>> edits() {
    Arbitrary<String> inserted =
        Arbitraries.of(
            "",
            "\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "null",
            "1e999999999",
            "-",
            "\\u0000",
            HALF_OF_A_PAIR,
            "true",
            "9".repeat(30),
            "\"a\":",
            "\n",
            "\t",
            ";",
            "é",
            "0.5",
            "[[[[",
            "{\"a\":{}}");
    return Combinators.combine(
            Arbitraries.doubles().between(0, 1), Arbitraries.integers().between(0, 9), inserted)
        .as(Edit::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  /** Replaces some characters of a text. */
  record Edit(double at, int removed, String inserted) {
    String apply(String text) {
      int from = (int) (at * text.length());
      return text.substring(0, from)
          + inserted
          + text.substring(Math.min(text.length(), from + removed));
    }
  }

  private static RawRecord raw(byte[] value, AdEvent event) {
    return RawRecord.of("us", "ad-events", 3, 1207, event.getBrokerTime(), value);
  }
}
