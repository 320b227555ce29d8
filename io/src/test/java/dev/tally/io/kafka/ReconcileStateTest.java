package dev.tally.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.io.kafka.RevisionFn.FactRevision;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ReconcileStateTest {
  /** The key is the fact, the value its revision. */
  private static final RevisionFn REVISIONS =
      (key, value) -> new FactRevision(text(key), Long.parseLong(text(value)));

  private final Map<FactFingerprint, Long> stored = new HashMap<>();
  private final ReconcileState state = state(REVISIONS);

  private ReconcileState state(RevisionFn revisions) {
    return new ReconcileState(ReconcileState.Store.in(stored), revisions, 0);
  }

  /** A brute-force oracle: whether an earlier run wrote a revision at least as high. */
  @Property(tries = 500)
  void writesEachRecord_thatIsHigherThanWhatIsInTheTopic(
      @ForAll("revisions") @Size(max = 12) List<FactRevision> inTheTopic,
      @ForAll("revisions") @Size(max = 12) List<FactRevision> written) {
    ReconcileState fresh =
        new ReconcileState(ReconcileState.Store.in(new HashMap<>()), REVISIONS, 0);
    inTheTopic.forEach(each -> fresh.note(consumed(each.fact(), "" + each.order())));
    Set<String> reached = new HashSet<>();
    for (FactRevision each : written) {
      OptionalLong highest =
          inTheTopic.stream()
              .filter(other -> other.fact().equals(each.fact()))
              .mapToLong(FactRevision::order)
              .max();
      boolean expected =
          highest.isEmpty() || each.order() > highest.getAsLong() || reached.contains(each.fact());
      assertThat(fresh.isNew(produced(each.fact(), "" + each.order()))).isEqualTo(expected);
      if (highest.isPresent() && each.order() >= highest.getAsLong()) {
        reached.add(each.fact());
      }
    }
    long left =
        inTheTopic.stream()
            .map(FactRevision::fact)
            .distinct()
            .filter(fact -> !reached.contains(fact))
            .count();
    assertThat(fresh.factsLeft()).isEqualTo(left);
  }

  @Test
  void keepsOneEntryPerFact_withItsHighestRevision() {
    state.note(consumed("a", "2"));
    state.note(consumed("a", "9"));
    state.note(consumed("a", "4"));
    assertThat(stored.values()).containsExactly(9L);
    assertThat(state.factsLeft()).isEqualTo(1);
    assertThat(state.isNew(produced("a", "9"))).isFalse();
    assertThat(stored).isEmpty();
    assertThat(state.factsLeft()).isZero();
  }

  @Test
  void writesEverything_afterTheTopicWasCreatedAgain() {
    state.note(consumed("a", "9"));
    state.forget();
    assertThat(stored).isEmpty();
    assertThat(state.isNew(produced("a", "1"))).isTrue();
  }

  /** Without facts left, no record needs a revision: it costs nothing per record. */
  @Test
  void doesNotReadRevisions_onceNoFactIsLeft() {
    ReconcileState without = state(null);
    assertThat(without.isNew(produced("a", "no number"))).isTrue();
    assertThat(without.isNew(new ProducerRecord<>("t", null))).isTrue();
  }

  @Test
  void ignoresHeartbeats_inTheTopic() {
    ProducerRecord<byte[], byte[]> heartbeat = Heartbeat.record("t", 0, 7, 7);
    state.note(consumed(null, null, new RecordHeaders(heartbeat.headers())));
    assertThat(state.factsLeft()).isZero();
  }

  @Test
  void refusesARecordOfAnotherProgram_andSaysWhere() {
    assertThatThrownBy(() -> state.note(consumed("a", "no number")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Offset 41 of t-3 contains no revision (")
        .hasMessageContaining("no number")
        .hasMessageContaining("write to a topic that only this job writes to")
        .hasCauseInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> state.note(consumed("a", null)))
        .hasMessageContaining("Offset 41 of t-3 contains no revision (it has no value)");
  }

  @Test
  void refusesARecordOfTheJobWithoutARevision() {
    state.note(consumed("a", "1"));
    assertThatThrownBy(() -> state.isNew(produced("a", "no number")))
        .hasMessageStartingWith("A record of the job contains no revision (");
    assertThatThrownBy(() -> state(null).note(consumed("b", "1")))
        .hasMessage("Reading back the topic needs withRevisions(…).");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }

  private static ProducerRecord<byte[], byte[]> produced(String key, String value) {
    return new ProducerRecord<>("t", bytes(key), bytes(value));
  }

  private static ConsumerRecord<byte[], byte[]> consumed(String key, String value) {
    return consumed(bytes(key), bytes(value), new RecordHeaders());
  }

  private static ConsumerRecord<byte[], byte[]> consumed(
      byte[] key, byte[] value, RecordHeaders headers) {
    return new ConsumerRecord<>(
        "t", 3, 41, 7, TimestampType.CREATE_TIME, -1, -1, key, value, headers, Optional.empty());
  }

  @Provide
  Arbitrary<List<FactRevision>> revisions() {
    return Combinators.combine(
            Arbitraries.of("a", "b", "c"), Arbitraries.of(Long.MIN_VALUE, -1L, 0L, 1L, 2L, 3L))
        .as(FactRevision::new)
        .list();
  }
}
