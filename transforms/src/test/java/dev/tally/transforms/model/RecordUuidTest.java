package dev.tally.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class RecordUuidTest {
  /**
   * The expected values were computed by another program from RFC 9562 and the layout of the name.
   */
  @Test
  void isWhatTheRfcSays() {
    assertThat(
            RecordUuid.ofAdMetric(
                "us-east",
                "app-12-channel-328",
                "channel-328",
                "app-12",
                Instant.ofEpochMilli(1509984000000L)))
        .isEqualTo(UUID.fromString("528ce020-f60d-5b49-bbfd-2a6e3fcda62c"));
    assertThat(RecordUuid.ofAdMetric("日本", "é", "a", "s", Instant.ofEpochMilli(0)))
        .isEqualTo(UUID.fromString("ee7cbf04-2647-5ea9-958f-57edff9c36b8"));
  }

  @Test
  void saysItsVersionAndVariant() {
    UUID uuid = RecordUuid.of("order", "o-1");
    assertThat(uuid.version()).isEqualTo(5);
    assertThat(uuid.variant()).isEqualTo(2);
    assertThat(uuid.toString()).hasSize(36).isLowerCase();
  }

  @Property
  void differs_whenThePartsDiffer(
      @ForAll("keys") List<String> one, @ForAll("keys") List<String> other) {
    UUID first = RecordUuid.of("t", one.toArray(String[]::new));
    UUID second = RecordUuid.of("t", other.toArray(String[]::new));
    assertThat(first.equals(second)).isEqualTo(one.equals(other));
  }

  @Test
  void differs_whenOnlyTheBordersOfThePartsMove() {
    assertThat(RecordUuid.of("t", "ab", "c")).isNotEqualTo(RecordUuid.of("t", "a", "bc"));
    assertThat(RecordUuid.of("t", "a", "")).isNotEqualTo(RecordUuid.of("t", "a"));
    assertThat(RecordUuid.of("t", "a")).isNotEqualTo(RecordUuid.of("ta"));
  }

  @Provide
  Arbitrary<List<String>> keys() {
    return Arbitraries.of("", "a", "b", "ab", "é").list().ofMaxSize(4);
  }
}
