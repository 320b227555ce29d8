package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.io.OtherLocale;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is never swept fills the store; what is swept at each commit makes every commit slow. */
class PeriodicSweepTest {
  private static final TableIdentity TABLE = new TableIdentity("ab", 1);
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final MemoryFiles files = new MemoryFiles();
  private final AtomicInteger names = new AtomicInteger();
  private final List<Integer> swept = new ArrayList<>();
  private int partitions = 3;
  private long nanos;

  @Test
  void sweepsOncePerQuarterOfTheRetention() throws IOException {
    PeriodicSweep<Integer> sweep = sweep(Duration.ofHours(2));
    sweep.sweepIfDue();
    assertThat(swept).containsExactly(0, 1, 2);
    passes(HOUR / 2 - 1);
    sweep.sweepIfDue();
    assertThat(swept).hasSize(3);
    passes(1);
    sweep.sweepIfDue();
    assertThat(swept).hasSize(6);
  }

  @Test
  void sweepsAtLeastOncePerHour_howeverLongTheRetentionIs() throws IOException {
    PeriodicSweep<Integer> sweep = sweep(Duration.ofDays(365));
    sweep.sweepIfDue();
    passes(HOUR);
    sweep.sweepIfDue();
    assertThat(swept).hasSize(6);
  }

  /** Otherwise every worker would sweep the whole table in each interval. */
  @Test
  void doesNotSweep_whatAnotherWorkerHasJustSwept() throws IOException {
    sweep(Duration.ofHours(2)).sweepIfDue();
    assertThat(sweep(Duration.ofHours(2)).sweepIfDue()).isZero();
    assertThat(swept).hasSize(3);
  }

  @Test
  void deletesStagedFiles_onceTheyAreOlderThanTheRetention() throws IOException {
    files.with("/t/_staged/old.parquet");
    passes(2 * HOUR);
    files.with("/t/_staged/young.parquet");
    passes(1);
    assertThat(sweep(Duration.ofHours(2)).sweepIfDue()).isEqualTo(1);
    assertThat(files.has("/t/_staged/old.parquet")).isFalse();
    assertThat(files.has("/t/_staged/young.parquet")).isTrue();
  }

  /** Sweeps by different workers continue at the position of the last one. */
  @Property(tries = 30)
  void sweepsEachPartitionInTurn(@ForAll @IntRange(max = 900) int count) throws IOException {
    files.delete("/t");
    swept.clear();
    partitions = count;
    int sweeps = Math.max(1, (count + 199) / 200);
    for (int i = 0; i < sweeps; i++) {
      passes(HOUR);
      sweep(Duration.ofDays(1)).sweepIfDue();
      assertThat(swept).hasSize(Math.min(count, 200 * (i + 1)));
    }
    assertThat(swept).isEqualTo(IntStream.range(0, count).boxed().toList());
    passes(HOUR);
    sweep(Duration.ofDays(1)).sweepIfDue();
    assertThat(Collections.frequency(swept, 0)).isEqualTo(count == 0 ? 0 : 2);
    assertThat(marks()).hasSize(1);
  }

  @Test
  void beginsAgain_whenPartitionsWereDropped() throws IOException {
    partitions = 450;
    sweep(Duration.ofDays(1)).sweepIfDue();
    passes(HOUR);
    partitions = 100;
    sweep(Duration.ofDays(1)).sweepIfDue();
    assertThat(swept.subList(200, 300)).isEqualTo(IntStream.range(0, 100).boxed().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "mr-IN"})
  void continuesAtTheLastPosition_whateverDigitsTheLocaleHas(String locale) throws Exception {
    partitions = 250;
    OtherLocale.in(locale, () -> sweep(Duration.ofDays(1)).sweepIfDue());
    passes(HOUR);
    OtherLocale.in(locale, () -> sweep(Duration.ofDays(1)).sweepIfDue());
    assertThat(swept).isEqualTo(IntStream.range(0, 250).boxed().toList());
    assertThat(marks()).singleElement().asString().startsWith("_swept-000250-");
  }

  private List<String> marks() {
    return files.list("/t/_staged").stream().filter(name -> name.startsWith("_swept-")).toList();
  }

  private void passes(long millis) {
    files.now += millis;
    nanos += Duration.ofMillis(millis).toNanos();
  }

  private PeriodicSweep<Integer> sweep(Duration keep) {
    Staging staging = Staging.of(files, "/t", () -> "%08d".formatted(names.incrementAndGet()));
    GenerationPins pins =
        new GenerationPins(files, staging, () -> files.now, Duration.ofHours(1), () -> {});
    PartitionLog<Integer, RowKey> log = new PartitionLog<>(null, new Pointers(), pins, TABLE);
    return new PeriodicSweep<>(
        new SweepTable<>(log, () -> files.now, keep),
        () -> IntStream.range(0, partitions).boxed().toList(),
        () -> nanos);
  }

  /** Notes each partition that is swept; none has another generation. */
  private final class Pointers implements PartitionPointers<Integer> {
    @Override
    public PartitionGeneration current(Integer partition) {
      swept.add(partition);
      return PartitionGeneration.first("/t/p=" + partition, TABLE);
    }

    @Override
    public void move(Integer partition, PartitionGeneration to) {
      throw new UnsupportedOperationException();
    }
  }
}
