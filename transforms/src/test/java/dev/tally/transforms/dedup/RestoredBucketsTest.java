package dev.tally.transforms.dedup;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Runs buckets whose state is kept over restores with other values of {@code maxEventAge}, and
 * compares them with a plain model of what the job has counted and for which minutes it has closed
 * the counts.
 */
class RestoredBucketsTest {
  private static final int BUCKETS = 4;
  private static final int MINUTE = 60_000;

  /**
   * Values smaller and larger than the pause between sweeps, at very different ratios to each
   * other.
   */
  private static final List<Duration> AGES =
      List.of(
          Duration.standardSeconds(20),
          Duration.standardMinutes(2),
          Duration.standardMinutes(15),
          Duration.standardHours(2));

  /** A job whose state is kept over restores, and the events that it has counted. */
  private static final class Job {
    final List<StoredBucket> buckets = new ArrayList<>();
    final Set<String> counted = new HashSet<>();
    final Set<String> rejected = new HashSet<>();
    private final Random instances;
    private IdIndexes[] indexes = newInstances();
    Duration age;
    Instant watermark = BoundedWindow.TIMESTAMP_MIN_VALUE;

    /**
     * The first millisecond after all minutes that were closed under any {@code maxEventAge} so
     * far.
     */
    long closedBefore = Long.MIN_VALUE;

    /** No event at this time or later may be rejected. */
    long openForSure = Long.MIN_VALUE;

    Instant highest = Instant.ofEpochMilli(0);

    Job(Duration age, long seed) {
      this.age = age;
      this.instances = new Random(seed);
      for (int i = 0; i < BUCKETS; i++) {
        buckets.add(new StoredBucket());
      }
      openAll();
    }

    void restore(Duration newAge) {
      if (!newAge.equals(age)) {
        long pause = Math.max(age.getMillis() / 8, 5_000);
        openForSure = Math.max(openForSure, highest.getMillis() + pause - age.getMillis() + MINUTE);
      }
      age = newAge;
      indexes = newInstances();
      watermark = BoundedWindow.TIMESTAMP_MIN_VALUE;
      openAll();
    }

    private void openAll() {
      for (int i = 0; i < BUCKETS; i++) {
        bucket(i).save();
      }
    }

    void advance(Instant time) {
      watermark = time;
      highest = time.isAfter(highest) ? time : highest;
      for (int i = 0; i < BUCKETS; i++) {
        Instant timer = buckets.get(i).timer;
        if (timer != null && !timer.isAfter(time)) {
          IdBucket bucket = bucket(i);
          bucket.sweep();
          bucket.save();
          assertThat(buckets.get(i).timer).isGreaterThan(time);
        }
      }
      // A minute is closed once the watermark reaches its last millisecond + age.
      closedBefore =
          Math.max(closedBefore, (time.getMillis() - age.getMillis() + 1) / MINUTE * MINUTE);
    }

    /** A bucket may be processed by any of several instances of a step, each with its indexes. */
    private IdBucket bucket(int i) {
      IdIndexes instance = indexes[instances.nextInt(indexes.length)];
      return new IdBucket(Horizon.of(age, i), buckets.get(i), instance, watermark);
    }

    private static IdIndexes[] newInstances() {
      return new IdIndexes[] {new IdIndexes(), new IdIndexes()};
    }

    void arrive(AdEvent event) {
      if (event.getBrokerTime().getMillis() - event.getEventTime().getMillis() > age.getMillis()) {
        return; // CleanseEvents rejects it as TOO_OLD.
      }
      IdBucket bucket = bucket(EventFingerprint.of(event).bucket(BUCKETS));
      Verdict<Occurrence> verdict =
          bucket.judge(event, RawRecord.of("us", "t", 0, 0, event.getBrokerTime(), null));
      bucket.save();
      if (verdict instanceof Verdict.Refused<Occurrence> no) {
        assertThat(no.reason()).isEqualTo(Reason.TOO_OLD);
        assertThat(event.getEventTime().getMillis())
            .as("no event at or after this time may be rejected")
            .isLessThan(openForSure);
        rejected.add(event.getEventId());
      } else if (((Verdict.Accepted<Occurrence>) verdict).value() == Occurrence.FIRST) {
        assertThat(counted.add(event.getEventId())).as("counted twice: " + event).isTrue();
        assertThat(event.getEventTime().getMillis())
            .as("accepted after the counts of its minute were closed")
            .isGreaterThanOrEqualTo(closedBefore);
      } else {
        assertThat(counted)
            .as("dropped as a copy of an event that was not counted")
            .contains(event.getEventId());
      }
    }
  }

  @Property(tries = 500)
  void countsEveryEventOnce_orRejectsIt_whateverAgesTheJobIsRestoredWith(@ForAll long seed) {
    Random random = new Random(seed);
    Job job = new Job(AGES.get(random.nextInt(AGES.size())), seed);
    long now = NOON.getMillis();
    List<AdEvent> sent = new ArrayList<>();
    for (int step = 0; step < 1000; step++) {
      now += random.nextInt(10) == 0 ? random.nextInt(600_000) : random.nextInt(5_000);
      AdEvent event =
          sent.isEmpty() || random.nextInt(3) > 0
              ? click("e-" + step, Instant.ofEpochMilli(now - back(random)))
              : sent.get(sent.size() - 1 - random.nextInt(Math.min(sent.size(), 200)));
      sent.add(event);
      job.arrive(event.toBuilder().setBrokerTime(Instant.ofEpochMilli(now)).build());
      if (random.nextInt(3) == 0) {
        job.advance(Instant.ofEpochMilli(now - random.nextInt(3) * 1000L));
      }
      if (random.nextInt(100) == 0) {
        job.restore(AGES.get(random.nextInt(AGES.size())));
      }
    }
    assertThat(job.counted).isNotEmpty();
  }

  private static long back(Random random) {
    return random.nextInt(2) == 0 ? random.nextInt(30_000) : random.nextInt(8_000_000) - 300_000;
  }

  @Property(tries = 100)
  void rejectsNothing_whenTheAgeIsNeverChanged(@ForAll long seed) {
    Random random = new Random(seed);
    Job job = new Job(AGES.get(random.nextInt(AGES.size())), seed);
    long now = NOON.getMillis();
    for (int step = 0; step < 500; step++) {
      now += random.nextInt(30_000);
      AdEvent event = click("e-" + random.nextInt(300), Instant.ofEpochMilli(now - back(random)));
      String id = event.getEventId() + "@" + event.getEventTime().getMillis();
      job.arrive(event.toBuilder().setEventId(id).setBrokerTime(Instant.ofEpochMilli(now)).build());
      job.advance(Instant.ofEpochMilli(now));
      if (random.nextInt(50) == 0) {
        job.restore(job.age);
      }
    }
    assertThat(job.rejected).isEmpty();
  }

  @Test
  void countsNoCopyTwice_whenRestoredWithASmallerAge() {
    Job job = new Job(Duration.standardHours(6), 0);
    job.advance(NOON);
    AdEvent event = click("e", NOON.minus(Duration.standardMinutes(10)));
    job.arrive(at(NOON, event));
    job.restore(Duration.standardHours(1));
    job.advance(NOON);
    job.arrive(at(NOON, event));
    assertThat(job.counted).containsExactly("e");
    assertThat(job.rejected).isEmpty();
  }

  @Test
  void countsNoCopyTwice_andRejectsWhatMayBeClosed_whenRestoredWithALargerAge() {
    Job job = new Job(Duration.standardHours(1), 0);
    AdEvent first = click("first", NOON);
    job.arrive(at(NOON, first));
    Instant later = NOON.plus(Duration.standardHours(2));
    job.advance(later);
    job.restore(Duration.standardHours(6));
    job.arrive(at(later, first));
    job.arrive(at(later, click("other id, same minute", NOON)));
    job.arrive(at(later, click("new", later.minus(Duration.standardMinutes(50)))));
    assertThat(job.counted).containsExactlyInAnyOrder("first", "new");
    assertThat(job.rejected).containsExactlyInAnyOrder("first", "other id, same minute");
  }

  @Test
  void appliesTheLargerAgeInFull_onceTheClosedMinutesAreOlderThanIt() {
    Job job = new Job(Duration.standardHours(1), 0);
    job.advance(NOON);
    job.restore(Duration.standardHours(6));
    Instant later = NOON.plus(Duration.standardHours(6));
    job.advance(later);
    job.arrive(at(later, click("e", NOON.plus(Duration.standardMinutes(1)))));
    assertThat(job.counted).containsExactly("e");
  }

  private static AdEvent at(Instant brokerTime, AdEvent event) {
    return event.toBuilder().setBrokerTime(brokerTime).build();
  }
}
