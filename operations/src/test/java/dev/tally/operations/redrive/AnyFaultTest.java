package dev.tally.operations.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.RawRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.joda.time.Instant;

/**
 * Whatever letters the topic contains, and wherever redrives fail, each payload that the rules
 * accept is sent once in the end, and no other.
 */
class AnyFaultTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static final LetterJudge GOOD_ONLY =
      record ->
          new String(record.getPayload(), UTF_8).equals("good")
              ? Judgement.NOTHING.accept()
              : Judgement.NOTHING.reject(Reason.NOT_JSON, "");

  /** What is committed in Kafka. */
  private static final class Committed {
    private final List<String> sent = new ArrayList<>();
    private final List<RedriveMark> marks = new ArrayList<>();
  }

  /** A failure of one transaction. */
  private enum Fault {
    NONE,
    BEFORE_COMMIT,
    AFTER_COMMIT
  }

  /** Fails in the transactions that are scheduled to fail. */
  private static final class FaultyLog implements RedriveLog {
    private final Committed committed;
    private final List<Fault> faults;
    private int transactions;

    private FaultyLog(Committed committed, List<Fault> faults) {
      this.committed = committed;
      this.faults = faults;
    }

    @Override
    public RedrivenLetters redriven() {
      RedrivenLetters redriven = new RedrivenLetters();
      committed.marks.forEach(redriven::add);
      return redriven;
    }

    @Override
    public void commit(List<Resent> batch) throws IOException {
      Fault fault = transactions < faults.size() ? faults.get(transactions++) : Fault.NONE;
      if (fault == Fault.BEFORE_COMMIT) {
        throw new IOException("before the commit");
      }
      for (Resent resent : batch) {
        committed.sent.add(resent.letter().location());
        committed.marks.add(resent.mark("ad-events-0@" + (1_000 + committed.marks.size())));
      }
      if (fault == Fault.AFTER_COMMIT) {
        throw new IOException("after the commit");
      }
    }

    @Override
    public void close() {}
  }

  private static final RawTopics LIVE =
      new RawTopics() {
        @Override
        public Optional<String> problem(String topic) {
          return Optional.empty();
        }

        @Override
        public Optional<RawRecord> omitted(StoredLetter letter) {
          return Optional.empty();
        }
      };

  /** Every third offset has a payload that is still rejected. */
  private static StoredLetter letter(int offset) {
    byte[] payload = (offset % 3 == 0 ? "bad" : "good").getBytes(UTF_8);
    return new StoredLetter(
        "DecodeAdEvents",
        "NOT_JSON",
        RawRecord.of("eu", "ad-events", 0, offset, NOW, payload),
        null);
  }

  private static RedriveReport run(List<Integer> offsets, RedriveLog log, int perTransaction)
      throws IOException {
    return run(offsets, log, new RedriveSettings.Limits(Long.MAX_VALUE, 3, perTransaction));
  }

  private static RedriveReport run(
      List<Integer> offsets, RedriveLog log, RedriveSettings.Limits limits) throws IOException {
    RedriveSettings settings =
        new RedriveSettings(
            KafkaCluster.at("none:1"),
            RedriveSettings.Topics.defaults(),
            "eu",
            LetterFilter.all(),
            limits,
            Judges.none().with(List.of("DecodeAdEvents"), GOOD_ONLY));
    Redrive.Run run = new Redrive(settings, new RedriveListener() {}, () -> NOW).new Run(log, LIVE);
    for (int offset : offsets) {
      if (!run.accept(letter(offset))) {
        break;
      }
    }
    run.commit();
    return run.report();
  }

  @Property(tries = 300)
  void sendsEachAcceptedLetterOnce(
      @ForAll @Size(max = 40) List<@IntRange(max = 30) Integer> offsets,
      @ForAll @Size(max = 5) List<@Size(max = 6) List<Fault>> runs,
      @ForAll @IntRange(min = 1, max = 7) int perTransaction)
      throws IOException {
    Committed committed = new Committed();
    for (List<Fault> faults : runs) {
      try {
        run(offsets, new FaultyLog(committed, faults), perTransaction);
      } catch (IOException failed) {
        assertThat(failed).hasMessageEndingWith("the commit");
      }
    }
    run(offsets, new FaultyLog(committed, List.of()), perTransaction);
    List<String> expected =
        offsets.stream().distinct().filter(o -> o % 3 != 0).map(o -> letter(o).location()).toList();
    assertThat(committed.sent).containsExactlyInAnyOrderElementsOf(expected);
    RedriveReport again = run(offsets, new FaultyLog(committed, List.of()), perTransaction);
    assertThat(again.lettersSent()).isZero();
    assertThat(again.lettersSelected()).isEqualTo(offsets.size());
  }

  @Example
  void sendsNoMoreThanTheLimit_andTheRestNextTime() throws IOException {
    Committed committed = new Committed();
    List<Integer> offsets = List.of(1, 2, 3, 4, 5);
    RedriveSettings.Limits two = new RedriveSettings.Limits(2, 3, 10);
    run(offsets, new FaultyLog(committed, List.of()), two);
    assertThat(committed.sent).containsExactly(letter(1).location(), letter(2).location());
    run(offsets, new FaultyLog(committed, List.of()), two);
    assertThat(committed.sent).hasSize(4).doesNotHaveDuplicates();
  }
}
