package dev.tally.transforms.reach;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.BundleCounter;
import dev.tally.transforms.model.PlaceholderIds;
import dev.tally.transforms.model.UserSketch;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Collects the users of a bundle before the shuffle, so that no user id leaves the step, and a busy
 * campaign sends one sketch per bundle over the network and not one element per event.
 *
 * <p>Output: at the end of the bundle, or after {@link #MAX_EVENTS} events, one element per set.
 * Its timestamp is the last millisecond of its day. A runner does not advance the watermark within
 * a bundle, so no event becomes late by waiting.
 */
final class CollectUsersFn extends DoFn<AdEvent, KV<ReachKey, SeenUsers>> {
  private static final long serialVersionUID = 1L;

  /** The maximum number of events whose users are collected before they are emitted. */
  private static final int MAX_EVENTS = 100_000;

  private final Counter counted = Metrics.counter(MeasureReach.class, "events_of_users_counted");
  private final Counter ofPlaceholders =
      Metrics.counter(MeasureReach.class, "events_of_placeholder_users_ignored");
  private final PlaceholderIds placeholders;
  private transient Map<ReachKey, Collected> sets = new HashMap<>();
  private transient BundleCounter ignored = new BundleCounter(ofPlaceholders);
  private transient int events;

  CollectUsersFn(PlaceholderIds placeholders) {
    this.placeholders = placeholders;
  }

  @StartBundle
  public void start() {
    sets = new HashMap<>();
    ignored = new BundleCounter(ofPlaceholders);
    events = 0;
  }

  /** Returns no limit: an element has the time of its day, not of the event that completes it. */
  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester")
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  @ProcessElement
  public void process(@Element AdEvent event, OutputReceiver<KV<ReachKey, SeenUsers>> out) {
    if (placeholders.contains(event.getUserId())) {
      ignored.inc();
      return;
    }
    sets.computeIfAbsent(ReachKey.of(event), any -> new Collected()).add(event);
    if (++events >= MAX_EVENTS) {
      emit(out::outputWithTimestamp);
    }
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    emit((set, time) -> context.output(set, time, GlobalWindow.INSTANCE));
    ignored.report();
  }

  private void emit(BiConsumer<KV<ReachKey, SeenUsers>, Instant> out) {
    counted.inc(events);
    sets.forEach((key, users) -> out.accept(KV.of(key, users.seen()), key.last()));
    sets = new HashMap<>();
    events = 0;
  }

  /** The users of one set. */
  private static final class Collected {
    private final UserSketch.Builder users = new UserSketch.Builder();
    private long events;
    private Instant brokerTime = Instant.ofEpochMilli(Long.MIN_VALUE);

    void add(AdEvent event) {
      users.add(event.getUserId());
      events++;
      if (event.getBrokerTime().isAfter(brokerTime)) {
        brokerTime = event.getBrokerTime();
      }
    }

    SeenUsers seen() {
      return new SeenUsers(users.build(), events, brokerTime);
    }
  }
}
