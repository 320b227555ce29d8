package dev.tally.transforms.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.Cast;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.Received;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Runs the rules of attribution without a runner: touches, records of orders and campaign versions
 * are read in any order that a watermark allows, one or several at once, the watermark advances at
 * any pace, and the job is restored from savepoints, after which it reads the rest in another
 * order. The highest revisions of all runs together must be those of an oracle that computes from
 * everything at once.
 */
class AnyHistoryOfAKeyTest {
  private static final int MAX_RESTORES = 3;

  @Property(tries = 150)
  void creditsTheLastTouch(@ForAll long seed) {
    check(Strategy.LAST_TOUCH, seed);
  }

  @Property(tries = 150)
  void sharesAmongAllTouches(@ForAll long seed) {
    check(Strategy.LINEAR, seed);
  }

  private static void check(Strategy strategy, long seed) {
    Random random = new Random(seed);
    Story story = Story.of(random);
    History history = new History(story, strategy, random);
    history.run();
    Story.assertOneCreditPerRevision(history.records);
    assertThat(Story.latest(history.records)).isEqualTo(story.truth(strategy));
    history.job.jump(Story.END.plus(Duration.standardDays(2)));
    assertThat(history.job.isEmpty()).as("everything is forgotten in the end").isTrue();
  }

  /** A record, and how it is passed to a job. */
  private record Unread(Instant brokerTime, Consumer<HeldJob> read) {}

  /** A stopped job, and what it had not read. */
  private record Savepoint(HeldJob job, List<Unread> unread) {}

  private static final class History {
    private final AttributionRules rules;
    private final List<CampaignVersion> campaigns;
    private final Random random;
    private final List<AttributedOrder> records = new ArrayList<>();
    private List<Unread> unread;
    private HeldJob job;

    History(Story story, Strategy strategy, Random random) {
      this.rules = Story.rules(strategy);
      this.campaigns = story.campaigns();
      this.random = random;
      this.unread = shuffled(all(story));
      this.job = new HeldJob(rules);
    }

    private static List<Unread> all(Story story) {
      List<Unread> all = new ArrayList<>();
      story.touches().stream()
          .filter(touch -> !touch.getUserId().equals("null"))
          .forEach(t -> all.add(new Unread(t.getBrokerTime(), job -> job.arrive(t))));
      story
          .orders()
          .forEach(
              order -> {
                boolean placeholder = order.getUserId().equals("null");
                String key = placeholder ? order.getOrderId() : order.getUserId();
                Arrival arrival = new Arrival.OfOrder(Received.of(order, Cast.record("o")));
                all.add(new Unread(order.getBrokerTime(), job -> job.arrive(key, arrival)));
              });
      return all;
    }

    /** Returns the records in another order: each is read up to two hours later than others. */
    private List<Unread> shuffled(List<Unread> these) {
      Map<Unread, Long> readAt = new HashMap<>();
      long mostLate = random.nextInt(3) * 3_600_000L;
      for (Unread one : these) {
        long late = mostLate == 0 ? 0 : random.nextInt((int) mostLate);
        readAt.put(one, one.brokerTime().getMillis() + late);
      }
      List<Unread> sorted = new ArrayList<>(these);
      sorted.sort(Comparator.comparing(readAt::get));
      return sorted;
    }

    void run() {
      int restores = random.nextInt(MAX_RESTORES + 1);
      Savepoint savepoint = new Savepoint(job.restored(), unread);
      while (!unread.isEmpty()) {
        int count = Math.min(unread.size(), 1 + random.nextInt(3));
        List<Unread> block = unread.subList(0, count);
        job.together(() -> block.forEach(one -> one.read().accept(job)));
        unread = unread.subList(count, unread.size());
        advance();
        if (random.nextInt(20) == 0) {
          savepoint = new Savepoint(job.restored(), unread);
        }
        credit();
        if (restores > 0 && random.nextInt(25) == 0) {
          restores--;
          job = savepoint.job().restored();
          unread = shuffled(savepoint.unread());
        }
      }
      job.jump(Story.END);
      credit();
    }

    /** Advances the watermark, or not, but never beyond what is unread. */
    private void advance() {
      Instant limit =
          unread.stream().map(Unread::brokerTime).min(Comparator.naturalOrder()).orElse(Story.END);
      if (random.nextInt(3) == 0 || !limit.isAfter(job.watermark())) {
        return;
      }
      Instant time = limit.minus(Duration.standardMinutes(random.nextInt(4) * 5L));
      if (time.isAfter(job.watermark())) {
        if (random.nextBoolean()) {
          job.jump(time);
        } else {
          job.step(time);
        }
      }
    }

    private void credit() {
      for (OrderTouches due : job.take()) {
        Campaigns known = known(due.order().getOrderTime());
        assertThat(known.covers(due.order().getOrderTime())).isTrue();
        records.add(rules.attribute(due, known));
      }
    }

    /** Returns what a worker knows that can credit orders of this time, and perhaps more. */
    private Campaigns known(Instant orderTime) {
      Instant until =
          orderTime
              .minus(CampaignVersion.LEAD)
              .plus(Duration.millis(1L + random.nextInt(4 * 3_600_000)));
      Instant split = until.minus(Duration.millis(random.nextInt(8 * 3_600_000)));
      List<CampaignVersion> inSnapshot = new ArrayList<>();
      List<CampaignVersion> since = new ArrayList<>();
      for (CampaignVersion version : campaigns) {
        if (version.brokerTime().isBefore(split)) {
          inSnapshot.add(version);
        } else if (version.brokerTime().isBefore(until)) {
          since.add(random.nextInt(since.size() + 1), version);
        }
      }
      return Campaigns.of(
          CampaignSnapshot.of(inSnapshot, split),
          new CampaignChanges(split, VersionIndex.of(since), until));
    }
  }
}
