package dev.tally.transforms.reach;

import static java.util.Objects.requireNonNullElse;

import dev.tally.transforms.model.CampaignReach;
import dev.tally.transforms.model.EventTime;
import dev.tally.transforms.model.Revision;
import dev.tally.transforms.model.UserSketch;
import dev.tally.transforms.model.UserSketchCoder;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Merges the users of each set, and emits the set while it grows and when it is closed.
 *
 * <p>New users are appended to {@link #PENDING} without a read of the sketch, which has up to half
 * a megabyte; {@link ReachHead} decides when they are merged. The limit of the sketch is applied
 * first: of the events of a large campaign, few are of users whose hash is small enough.
 *
 * <p>Output: records with the last millisecond of their day as timestamp, even if that is before
 * the watermark.
 */
final class MergeUsersFn extends DoFn<KV<ReachKey, SeenUsers>, CampaignReach> {
  private static final long serialVersionUID = 1L;

  /** Per set: its {@link ReachHead}, about 60 bytes; {@link #CLOSE} clears it. */
  private static final String HEAD = "head";

  /** Per set: the merged sketch, at most 0.5 MB; {@link #CLOSE} clears it. */
  private static final String MERGED = "merged";

  /**
   * Per set: sketches that are not merged yet, at most about as many hashes as in {@link #MERGED};
   * each merge clears it.
   */
  private static final String PENDING = "pending";

  /** Per set, processing time: when a record is emitted if the set has changed. */
  private static final String EMIT = "emit";

  /**
   * Per set, event time: a millisecond more than {@code maxEventAge} after the end of the day, when
   * all further events are dropped. It does not hold the watermark: no reader waits for a record.
   */
  private static final String CLOSE = "close";

  private static final Duration MILLISECOND = Duration.millis(1);

  private final Counter emitted = Metrics.counter(MeasureReach.class, "reaches_emitted");

  /** Has the name of Beam's counter of elements that arrive after their window has expired. */
  private final Counter dropped = Metrics.counter(MeasureReach.class, "droppedDueToLateness");

  @StateId(HEAD)
  private final StateSpec<ValueState<ReachHead>> headSpec = StateSpecs.value(ReachHeadCoder.of());

  @StateId(MERGED)
  private final StateSpec<ValueState<UserSketch>> mergedSpec =
      StateSpecs.value(UserSketchCoder.of());

  @StateId(PENDING)
  private final StateSpec<BagState<UserSketch>> pendingSpec = StateSpecs.bag(UserSketchCoder.of());

  @TimerId(EMIT)
  private final TimerSpec emitSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  @TimerId(CLOSE)
  private final TimerSpec closeSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final ReachSettings settings;

  MergeUsersFn(ReachSettings settings) {
    this.settings = settings;
  }

  /** Returns no limit: a record has the time of its day. */
  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester")
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  @ProcessElement
  public void process(
      @Element KV<ReachKey, SeenUsers> element,
      @StateId(HEAD) ValueState<ReachHead> heads,
      @StateId(MERGED) ValueState<UserSketch> merged,
      @StateId(PENDING) BagState<UserSketch> pending,
      @TimerId(EMIT) Timer emit,
      @TimerId(CLOSE) Timer close) {
    SeenUsers seen = element.getValue();
    if (!closes(element.getKey()).isAfter(close.getCurrentRelativeTime())) {
      dropped.inc(seen.events());
      return;
    }
    ReachHead head = requireNonNullElse(heads.read(), ReachHead.EMPTY);
    UserSketch users = seen.users().plus(head.limit());
    if (users.hashes() == 0) {
      return;
    }
    pending.add(users);
    if (head.isEmpty()) {
      close.withNoOutputTimestamp().set(closes(element.getKey()));
    }
    if (!head.scheduled()) {
      emit.withNoOutputTimestamp().offset(settings.emitEvery()).setRelative();
    }
    ReachHead next = head.plus(new SeenUsers(users, seen.events(), seen.brokerTime()));
    heads.write(next.isMergeDue() ? next.withMerged(merge(merged, pending)) : next);
  }

  @OnTimer(EMIT)
  public void emit(
      @Key ReachKey key,
      @StateId(HEAD) ValueState<ReachHead> heads,
      @StateId(MERGED) ValueState<UserSketch> merged,
      @StateId(PENDING) BagState<UserSketch> pending,
      OutputReceiver<CampaignReach> out) {
    ReachHead head = heads.read();
    if (head != null) {
      heads.write(emit(key, head, merged, pending, out));
    }
  }

  @OnTimer(CLOSE)
  public void close(
      @Key ReachKey key,
      @StateId(HEAD) ValueState<ReachHead> heads,
      @StateId(MERGED) ValueState<UserSketch> merged,
      @StateId(PENDING) BagState<UserSketch> pending,
      @TimerId(CLOSE) Timer close,
      OutputReceiver<CampaignReach> out) {
    ReachHead head = heads.read();
    if (head == null) {
      return;
    }
    if (closes(key).isAfter(close.getCurrentRelativeTime())) {
      // The job was restored with a longer maxEventAge.
      close.withNoOutputTimestamp().set(closes(key));
      return;
    }
    emit(key, head, merged, pending, out);
    heads.clear();
    merged.clear();
  }

  /** Returns the watermark at which all further events of a set are dropped. */
  private Instant closes(ReachKey key) {
    return EventTime.atMostEnd(key.last().plus(settings.maxEventAge()).plus(MILLISECOND));
  }

  /** Emits the set if it has changed since its last record, and returns its new head. */
  private ReachHead emit(
      ReachKey key,
      ReachHead head,
      ValueState<UserSketch> merged,
      BagState<UserSketch> pending,
      OutputReceiver<CampaignReach> out) {
    UserSketch users = merge(merged, pending);
    long revision = Revision.ofCampaignReach(settings.generation(), users);
    if (revision > head.emitted()) {
      emitted.inc();
      out.outputWithTimestamp(
          new CampaignReach(
              revision, key.campaignId(), key.day(), key.eventType(), users, head.brokerTime()),
          key.last());
    }
    return head.withMerged(users).withEmitted(revision);
  }

  /** Moves the pending users into the merged sketch, and returns it. */
  private static UserSketch merge(ValueState<UserSketch> merged, BagState<UserSketch> pending) {
    List<UserSketch> sets = new ArrayList<>();
    pending.read().forEach(sets::add);
    UserSketch before = requireNonNullElse(merged.read(), UserSketch.EMPTY);
    if (sets.isEmpty()) {
      return before;
    }
    sets.add(before);
    UserSketch users = UserSketch.union(sets);
    merged.write(users);
    pending.clear();
    return users;
  }
}
