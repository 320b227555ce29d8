package dev.tally.transforms.attribute;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.joda.time.Instant;

/**
 * A {@code HoldBucket} applies {@link HoldRule} to the users and stores of a bucket at one
 * watermark. It is valid during one call of a {@code DoFn}; {@link #save} must be called last.
 */
final class HoldBucket {
  private final AttributionRules rules;
  private final BeamHoldCells cells;
  private final BucketAgenda agenda;
  private final Instant watermark;
  private final HoldEffects effects;

  HoldBucket(AttributionRules rules, BeamHoldCells cells, Instant watermark, HoldEffects effects) {
    this.rules = rules;
    this.cells = cells;
    this.agenda = cells.openAgenda();
    this.watermark = watermark;
    this.effects = effects;
  }

  /** Processes touches and records of orders in this order. */
  void arrive(List<KeyedArrival> block) {
    Map<UserStore, List<Arrival>> byKey = new LinkedHashMap<>();
    for (KeyedArrival keyed : block) {
      byKey.computeIfAbsent(keyed.key(), any -> new ArrayList<>()).add(keyed.arrival());
    }
    byKey.forEach(this::arrive);
  }

  private void arrive(UserStore key, List<Arrival> arrivals) {
    BeamAttributionState state = state(key);
    HoldRule rule = rule(state);
    for (Arrival arrival : arrivals) {
      HoldRule.Change change = rule.arrive(arrival);
      change.emitted().forEach(effects::emitted);
      if (change.copies() > 0) {
        effects.dropped();
      }
      if (change.rejected() != null) {
        effects.rejected(change.rejected());
      }
      state.dueBy(change.dueBy());
      state.sweepBy(change.sweepBy());
    }
    state.save();
  }

  /** Emits the orders that are due; to be called when the timer for them fires. */
  void due() {
    for (UserStore key : agenda.takeDue(watermark)) {
      BeamAttributionState state = state(key);
      HoldRule.Due due = rule(state).due();
      due.emitted().forEach(effects::emitted);
      effects.reviewed(due.reviewed());
      state.nextDue(due.next());
      state.save();
    }
  }

  /** Forgets what is no longer needed; to be called when the timer for sweeps fires. */
  void sweep() {
    agenda.takeSweeps(watermark, this::sweep);
  }

  private void sweep(UserStore key) {
    BeamAttributionState state = state(key);
    if (state.needsSweep(watermark)) {
      HoldRule.Swept swept = rule(state).sweep();
      effects.forgotten(swept.touches());
      state.nextSweep(swept.next());
      state.save();
    }
  }

  /** Writes the agenda, and sets the timers of the bucket if they must fire earlier than before. */
  void save(BucketTimers timers) {
    agenda.save(timers);
  }

  private BeamAttributionState state(UserStore key) {
    return new BeamAttributionState(key, cells, agenda);
  }

  private HoldRule rule(BeamAttributionState state) {
    return new HoldRule(state.by(rules, effects::leftOut), watermark);
  }
}
