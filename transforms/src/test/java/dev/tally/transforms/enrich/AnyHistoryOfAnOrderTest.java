package dev.tally.transforms.enrich;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.enrich.EnrichRule.Change;
import dev.tally.transforms.enrich.EnrichRule.Memory;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.Attribution;
import dev.tally.transforms.model.EventTime;
import dev.tally.transforms.model.OrderDetails;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@link EnrichRule} for one order, without a runner: corrections arrive in any order, the
 * service responds, fails or is absent for a time, both clocks advance, timers fire late, and the
 * job is restored. No revision is emitted in two forms, none is lost, and nothing is kept in the
 * end.
 */
class AnyHistoryOfAnOrderTest {
  private static final Duration MAX_WAIT = Duration.standardSeconds(2);
  private static final EnrichRule RULE = new EnrichRule(HOUR, MAX_WAIT, 5);

  private enum Event {
    /** A credit arrives. */
    ARRIVAL,
    /** Processing time advances, by up to a few seconds, and timers fire. */
    PROCESSING_TIME,
    /** Processing time advances while the job is down; timers fire late. */
    DOWNTIME,
    /** The watermark advances within the time in which corrections arrive. */
    WATERMARK,
    /** The service knows the order from now on. Each response would be another one. */
    KNOWN,
    /** The service does not respond from now on. */
    OUTAGE,
    /** The job is restored without a service. */
    WITHOUT_SERVICE,
    /** The job is restored with a service. */
    WITH_SERVICE
  }

  private record Step(Event event, int amount) {}

  @Provide
  Arbitrary<List<Step>> histories() {
    return Combinators.combine(
            Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(Event.ARRIVAL)),
                Tuple.of(4, Arbitraries.just(Event.PROCESSING_TIME)),
                Tuple.of(4, Arbitraries.of(Event.class))),
            Arbitraries.integers().between(1, 40))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  @Property(tries = 2_000)
  void emitsTheNewestCredit_inOneFormPerRevision_withinTheMaxWait(
      @ForAll("histories") List<Step> history) {
    Life life = new Life();
    history.forEach(life::happens);
    life.end();
    if (life.newest == 0) {
      assertThat(life.emitted).isEmpty();
      return;
    }
    AttributedOrder last =
        life.emitted.stream().max(Comparator.comparing(AttributedOrder::revision)).orElseThrow();
    assertThat(last.creditRevision()).as("the newest credit").isEqualTo(life.newest);
    assertThat(life.details()).as("the details in use").hasSizeLessThanOrEqualTo(1);
    assertThat(life.memory).as("what is kept in the end").isEqualTo(Memory.NONE);
  }

  /** The state, the timers and the clocks of one order. */
  private static final class Life {
    private final List<AttributedOrder> emitted = new ArrayList<>();
    private EnrichRule rule = RULE;
    private Memory memory = Memory.NONE;
    private @Nullable Instant retryAt;
    private @Nullable Instant expireAt;
    private Instant now = NOON;
    private Instant watermark = NOON;
    private boolean known;
    private int responses;
    private long newest;

    void happens(Step step) {
      switch (step.event()) {
        case ARRIVAL -> arrive(2L * step.amount());
        case PROCESSING_TIME -> pass(Duration.millis(step.amount() * 100L));
        case DOWNTIME -> {
          now = now.plus(HOUR.multipliedBy(step.amount()));
          restore();
          fireRetries();
        }
        case WATERMARK ->
            watermark =
                min(NOON.plus(HOUR), watermark.plus(Duration.millis(step.amount() * 10_000L)));
        case KNOWN -> known = true;
        case OUTAGE -> known = false;
        case WITHOUT_SERVICE -> {
          rule = EnrichRule.withoutService(HOUR);
          restore();
        }
        case WITH_SERVICE -> {
          rule = RULE;
          restore();
        }
      }
    }

    private void arrive(long revision) {
      newest = Math.max(newest, revision);
      apply(rule.arrive(credit(revision), memory, now, watermark, this::lookUp));
    }

    /** Advances processing time step by step: each timer fires at its time. */
    private void pass(Duration time) {
      Instant end = now.plus(time);
      while (retryAt != null && !retryAt.isAfter(end)) {
        now = max(now, retryAt);
        fireRetry();
      }
      now = end;
      WaitingOrder waiting = memory.waiting();
      assertThat(rule.equals(RULE) && waiting != null && waiting.mustBeSent(now, MAX_WAIT))
          .as("an order waits longer than the maximum wait")
          .isFalse();
    }

    private void fireRetries() {
      while (retryAt != null && !retryAt.isAfter(now)) {
        fireRetry();
      }
    }

    private void fireRetry() {
      retryAt = null;
      apply(rule.retry(memory, now, watermark, this::lookUp));
    }

    /** Ends the input: all timers fire, in either order. */
    void end() {
      watermark = EventTime.END;
      while (expireAt != null) {
        expireAt = null;
        apply(rule.expire(memory, watermark, this::lookUp));
      }
      if (retryAt != null) {
        fireRetry();
      }
    }

    private @Nullable OrderDetails lookUp(String orderId) {
      return known && rule.equals(RULE) ? new OrderDetails(++responses, "grocery", true) : null;
    }

    private void apply(Change change) {
      memory = change.memory();
      assertThat(memory.waiting() == null || memory.details() == null).isTrue();
      change.emitted().forEach(this::emit);
      if (change.retryAfter() != null) {
        retryAt = now.plus(change.retryAfter());
      }
      if (change.expireAt() != null) {
        expireAt = change.expireAt();
      }
    }

    private void emit(AttributedOrder record) {
      Map<Long, AttributedOrder> forms = new HashMap<>();
      emitted.forEach(before -> forms.put(before.revision(), before));
      assertThat(forms.getOrDefault(record.revision(), record))
          .as("the form of revision %d", record.revision())
          .isEqualTo(record);
      emitted.add(record);
    }

    List<OrderDetails> details() {
      return emitted.stream()
          .map(AttributedOrder::details)
          .filter(Objects::nonNull)
          .distinct()
          .toList();
    }

    /** Reads the state from the bytes of a savepoint; timers are kept. */
    private void restore() {
      WaitingOrder waiting = memory.waiting();
      if (waiting != null) {
        memory = new Memory(throughBytes(waiting), null);
      }
    }

    private static WaitingOrder throughBytes(WaitingOrder waiting) {
      try {
        return CoderUtils.decodeFromByteArray(
            WaitingOrderCoder.of(), CoderUtils.encodeToByteArray(WaitingOrderCoder.of(), waiting));
      } catch (CoderException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static Instant min(Instant left, Instant right) {
    return left.isBefore(right) ? left : right;
  }

  private static Instant max(Instant left, Instant right) {
    return left.isAfter(right) ? left : right;
  }

  private static AttributedOrder credit(long revision) {
    return new AttributedOrder(
        revision, order("o", NOON), Attribution.ofOne("last_touch", List.of()), null);
  }
}
