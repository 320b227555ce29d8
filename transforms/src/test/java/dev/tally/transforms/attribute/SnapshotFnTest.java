package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.noonPlus;
import static dev.tally.transforms.attribute.SnapshotFn.MAX_CHANGES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.InMemory;
import dev.tally.transforms.model.CampaignVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which values of the two views are emitted, and what a reader knows from any two of them. */
class SnapshotFnTest {
  private static final int MANY = 100_000;
  private static final int KIBIBYTE = 1024;
  private static final int CAMPAIGNS = 3;
  private static final int SPAN_SECONDS = 400;
  private static final Instant END = BoundedWindow.TIMESTAMP_MAX_VALUE;

  private final Step step = Step.started();

  /** The step with its state, and what it has emitted, also in runs that were abandoned. */
  private static final class Step {
    private SnapshotFn fn = new SnapshotFn();
    private InMemory.Bag<CampaignVersion> inSnapshot = new InMemory.Bag<>();
    private InMemory.Bag<CampaignVersion> since = new InMemory.Bag<>();
    private InMemory.Value<Instant> lastSnapshot = new InMemory.Value<>();
    private InMemory.OneTimer next = new InMemory.OneTimer();
    private final InMemory.Outputs out = new InMemory.Outputs();
    private final List<CampaignSnapshot> snapshots = new ArrayList<>();
    private final List<CampaignChanges> changes = new ArrayList<>();

    static Step started() {
      Step step = new Step();
      step.process(null);
      step.takeOutput();
      return step;
    }

    void arrives(CampaignVersion version) {
      process(version);
    }

    private void process(@Nullable CampaignVersion version) {
      fn.process(KV.of(0, version), since, next, out);
    }

    /** Returns whether this made the step emit. */
    boolean watermark(Instant watermark) {
      if (!next.takeAt(watermark)) {
        return false;
      }
      fn.emit(inSnapshot, since, lastSnapshot, next, out);
      takeOutput();
      return true;
    }

    private void takeOutput() {
      out.get(SnapshotFn.SNAPSHOTS).take().stream()
          .map(TimestampedValue::getValue)
          .forEach(snapshots::add);
      out.get(SnapshotFn.CHANGES).take().stream()
          .map(TimestampedValue::getValue)
          .forEach(changes::add);
    }

    CampaignSnapshot lastSnapshot() {
      return snapshots.get(snapshots.size() - 1);
    }

    CampaignChanges lastChanges() {
      return changes.get(changes.size() - 1);
    }

    /** What a reader knows that has received all values. */
    Campaigns known() {
      return Campaigns.of(lastSnapshot(), lastChanges());
    }

    /** The state of this step, as in a checkpoint. */
    Step state() {
      Step copy = new Step();
      copy.takeState(this);
      return copy;
    }

    /** Begins another run of the job from a checkpoint. */
    void restore(Step checkpoint) {
      fn = new SnapshotFn();
      takeState(checkpoint);
    }

    private void takeState(Step other) {
      inSnapshot = other.inSnapshot.copy();
      since = other.since.copy();
      lastSnapshot = other.lastSnapshot.copy();
      next = other.next.copy();
    }
  }

  @Test
  void emitsLessThanAKibibyte_andDoesNotReadAllVersions_whileManyDoNotChange() {
    arriveMany();
    step.watermark(noonPlus(20));
    assertThat(bytes(step.lastSnapshot())).isBetween(1_000_000, 30 * MANY);
    step.inSnapshot.takeReads();
    for (int i = 2; i < 5; i++) {
      assertThat(step.watermark(noonPlus(20L * i))).isTrue();
      assertThat(bytes(step.lastChanges())).isLessThan(KIBIBYTE);
      assertThat(step.known().knownUntil()).isEqualTo(noonPlus(20L * i));
    }
    assertThat(step.snapshots).hasSize(2);
    assertThat(step.inSnapshot.takeReads()).isZero();
  }

  @Test
  void emitsOnlyTheVersionThatArrived_andTheReaderKnowsIt() {
    arriveMany();
    step.watermark(noonPlus(20));
    CampaignVersion stopped = version("campaign-7", noonPlus(30));
    step.arrives(stopped);
    step.watermark(noonPlus(40));
    assertThat(bytes(step.lastChanges())).isLessThan(KIBIBYTE);

    Campaigns known = step.known();
    assertThat(known.knownUntil()).isEqualTo(noonPlus(40));
    assertThat(known.at("campaign-7", noonPlus(90))).isEqualTo(stopped);
    assertThat(known.at("campaign-7", noonPlus(89))).isEqualTo(version("campaign-7", noonPlus(-7)));
    assertThat(known.at("campaign-8", noonPlus(99))).isEqualTo(version("campaign-8", noonPlus(-8)));
  }

  @Test
  void emitsASnapshot_whenMoreThanAThousandVersionsChanged() {
    step.watermark(NOON);
    IntStream.range(0, MAX_CHANGES).forEach(i -> step.arrives(version("c-" + i, NOON)));
    step.watermark(noonPlus(20));
    assertThat(step.lastSnapshot().knownUntil()).isEqualTo(NOON);
    step.arrives(version("one more", noonPlus(20)));
    step.watermark(noonPlus(40));
    assertThat(step.lastSnapshot().knownUntil()).isEqualTo(noonPlus(40));
    step.watermark(noonPlus(60));
    assertThat(step.lastChanges())
        .isEqualTo(new CampaignChanges(noonPlus(40), VersionIndex.EMPTY, noonPlus(60)));
  }

  /** The one of the snapshot's time is in no snapshot until the watermark is beyond it. */
  @Test
  void putsAVersionOfTheSnapshotsTime_intoTheChanges_whetherItArrivesBeforeOrAfter() {
    CampaignVersion before = version("before", NOON);
    CampaignVersion after = version("after", NOON);
    step.arrives(before);
    step.watermark(NOON);
    step.arrives(after);
    assertThat(step.lastSnapshot()).isEqualTo(CampaignSnapshot.of(List.of(), NOON));
    step.watermark(noonPlus(20));
    assertThat(step.lastChanges())
        .isEqualTo(
            new CampaignChanges(NOON, VersionIndex.of(List.of(before, after)), noonPlus(20)));
  }

  @Test
  void emitsBothValues_asSoonAsTheWatermarkMoves_inARestoredJob() {
    step.arrives(version("c", noonPlus(-1)));
    step.watermark(NOON);
    step.watermark(noonPlus(20));
    step.restore(step.state());
    step.snapshots.clear();
    step.changes.clear();
    assertThat(step.watermark(noonPlus(39))).isFalse();
    assertThat(step.watermark(noonPlus(40))).isTrue();
    assertThat(step.snapshots)
        .containsExactly(CampaignSnapshot.of(List.of(version("c", noonPlus(-1))), noonPlus(40)));
    assertThat(step.changes).containsExactly(CampaignChanges.noneSince(noonPlus(40)));
  }

  @Test
  void knowsAllVersions_whenTheInputEnds() {
    step.watermark(NOON);
    step.arrives(version("c", noonPlus(50)));
    step.watermark(END);
    assertThat(step.known().covers(noonPlus(1_000_000))).isTrue();
    assertThat(step.known().at("c", noonPlus(110))).isEqualTo(version("c", noonPlus(50)));
    assertThat(step.next.take()).isFalse();
  }

  /** Readers may have any two values, also of a run that failed and was repeated. */
  @Property(tries = 50)
  void answersRightly_whereAReaderCovers_withAnyTwoValues(@ForAll long seed) {
    Random random = new Random(seed);
    Step job = Step.started();
    List<CampaignVersion> all = versions(random);
    run(job, all, random);

    Map<String, List<@Nullable CampaignVersion>> truth = truth(all);
    for (CampaignSnapshot snapshot : job.snapshots) {
      for (CampaignChanges changes : job.changes) {
        requireRight(Campaigns.of(snapshot, changes), truth);
      }
    }
    assertThat(job.known().covers(noonPlus(SPAN_SECONDS))).isTrue();
  }

  /**
   * Runs the step to the end of its input, with restores from a checkpoint. No version is late. At
   * each emission a reader that has received all values knows what the watermark allows.
   */
  private static void run(Step job, List<CampaignVersion> all, Random random) {
    List<CampaignVersion> pending = new ArrayList<>(all);
    Instant watermark = noonPlus(-20);
    Step checkpoint = job.state();
    List<CampaignVersion> pendingThen = List.copyOf(pending);
    Instant watermarkThen = watermark;
    int failures = random.nextInt(3);
    int snapshotsAllowed = 2 + failures + (1 + failures) * all.size() / MAX_CHANGES;
    while (watermark.isBefore(noonPlus(SPAN_SECONDS))) {
      watermark = watermark.plus(Duration.standardSeconds(10L * random.nextInt(4)));
      deliver(job, pending, watermark, random);
      if (job.watermark(watermark)) {
        assertThat(job.known().knownUntil()).isEqualTo(watermark);
      }
      if (random.nextInt(8) == 0) {
        checkpoint = job.state();
        pendingThen = List.copyOf(pending);
        watermarkThen = watermark;
      } else if (failures > 0 && random.nextInt(8) == 0) {
        failures--;
        job.restore(checkpoint);
        pending = new ArrayList<>(pendingThen);
        watermark = watermarkThen;
      }
    }
    deliver(job, pending, END, random);
    assertThat(job.watermark(END)).isTrue();
    assertThat(job.snapshots.size()).isLessThanOrEqualTo(snapshotsAllowed);
  }

  /** Delivers the versions that the watermark is about to pass, and some later ones, shuffled. */
  private static void deliver(
      Step job, List<CampaignVersion> pending, Instant watermark, Random random) {
    Collections.shuffle(pending, random);
    int early = random.nextInt(20);
    pending.removeIf(
        version -> {
          boolean arrives = version.brokerTime().isBefore(watermark) || random.nextInt(100) < early;
          if (arrives) {
            job.arrives(version);
          }
          return arrives;
        });
  }

  /** Versions in bursts, many of them of one time, which is often that of an emission. */
  private static List<CampaignVersion> versions(Random random) {
    List<CampaignVersion> versions = new ArrayList<>();
    for (int burst = 0; burst < 12; burst++) {
      int size = random.nextInt(4) == 0 ? MAX_CHANGES * 3 / 4 : random.nextInt(6);
      int second = 10 * random.nextInt(SPAN_SECONDS / 10);
      for (int i = 0; i < size; i++) {
        Instant brokerTime = noonPlus(second + 10L * random.nextInt(3));
        versions.add(
            new CampaignVersion(
                "c-" + random.nextInt(CAMPAIGNS),
                brokerTime.plus(Duration.standardSeconds(10L * random.nextInt(12))),
                Duration.standardMinutes(random.nextInt(3)),
                HOUR,
                i,
                random.nextBoolean(),
                brokerTime));
      }
    }
    return versions;
  }

  /** By campaign, the version that holds at each second, by a search through all versions. */
  private static Map<String, List<@Nullable CampaignVersion>> truth(List<CampaignVersion> all) {
    Map<String, List<@Nullable CampaignVersion>> truth = new HashMap<>();
    for (int c = 0; c < CAMPAIGNS; c++) {
      String id = "c-" + c;
      List<CampaignVersion> own = all.stream().filter(v -> v.campaignId().equals(id)).toList();
      List<@Nullable CampaignVersion> bySecond = new ArrayList<>();
      for (int second = 0; second < SPAN_SECONDS; second += 5) {
        Instant time = noonPlus(second);
        bySecond.add(
            own.stream()
                .filter(version -> !from(version).isAfter(time))
                .max(
                    Comparator.comparing(SnapshotFnTest::from)
                        .thenComparing(CampaignVersion::brokerTime)
                        .thenComparing(CampaignVersion::validFrom)
                        .thenComparing(CampaignVersion::clickWindow)
                        .thenComparing(CampaignVersion::viewWindow)
                        .thenComparing(CampaignVersion::dailyBudgetMicros)
                        .thenComparing(CampaignVersion::active))
                .orElse(null));
      }
      truth.put(id, bySecond);
    }
    return truth;
  }

  private static Instant from(CampaignVersion version) {
    Instant known = version.brokerTime().plus(Duration.standardMinutes(1));
    return version.validFrom().isAfter(known) ? version.validFrom() : known;
  }

  private static void requireRight(
      Campaigns known, Map<String, List<@Nullable CampaignVersion>> truth) {
    truth.forEach(
        (id, bySecond) -> {
          for (int i = 0; i < bySecond.size() && known.covers(noonPlus(5L * i)); i++) {
            if (!Objects.equals(known.at(id, noonPlus(5L * i)), bySecond.get(i))) {
              assertThat(known.at(id, noonPlus(5L * i)))
                  .as("%s at noon + %d s, known until %s", id, 5 * i, known.knownUntil())
                  .isEqualTo(bySecond.get(i));
            }
          }
        });
  }

  private void arriveMany() {
    IntStream.range(0, MANY).forEach(i -> step.arrives(version("campaign-" + i, noonPlus(-i))));
  }

  private static int bytes(CampaignSnapshot snapshot) {
    return bytes(CampaignSnapshotCoder.of(), snapshot);
  }

  private static int bytes(CampaignChanges changes) {
    return bytes(CampaignChangesCoder.of(), changes);
  }

  private static <T> int bytes(Coder<T> coder, T value) {
    try {
      return CoderUtils.encodeToByteArray(coder, value).length;
    } catch (CoderException e) {
      throw new AssertionError(e);
    }
  }

  private static CampaignVersion version(String id, Instant brokerTime) {
    return new CampaignVersion(
        id, brokerTime, HOUR, Duration.standardMinutes(1), 5_000_000, true, brokerTime);
  }
}
