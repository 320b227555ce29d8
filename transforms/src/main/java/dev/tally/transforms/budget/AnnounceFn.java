package dev.tally.transforms.budget;

import static java.util.Objects.requireNonNullElse;

import dev.tally.transforms.model.CampaignSpend;
import dev.tally.transforms.model.EarliestTimer;
import dev.tally.transforms.model.EventTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Adds up the spend of a campaign by slot, and announces it when the watermark has passed a slot.
 * {@link LedgerRule} makes the decisions.
 */
final class AnnounceFn extends DoFn<KV<String, CampaignChange>, CampaignSpend> {
  private static final long serialVersionUID = 1L;

  /**
   * Per campaign: its spend by slot after the watermark, about 25 bytes each; {@link #DUE} removes
   * what is counted.
   */
  private static final String PENDING = "pending";

  /**
   * Per campaign: its ledger, about 1 KB while it spends and 30 bytes afterwards, as long as the
   * job exists; cleared if the campaign has no version.
   */
  private static final String LEDGER = "ledger";

  /** Per campaign: when {@link #DUE} fires; absent if it is not set. */
  private static final String ARMED = "armed";

  /**
   * Per campaign, event time: the end of the next slot at which something can change. It holds the
   * watermark, which is before that end anyway.
   */
  private static final String DUE = "due";

  private final Counter announced = Metrics.counter(TrackBudgets.class, "spends_announced");

  @StateId(PENDING)
  private final StateSpec<MapState<SpendSlot, Long>> pendingSpec =
      StateSpecs.map(SpendSlotCoder.of(), VarLongCoder.of());

  @StateId(LEDGER)
  private final StateSpec<ValueState<CampaignLedger>> ledgerSpec =
      StateSpecs.value(CampaignLedgerCoder.of());

  @StateId(ARMED)
  private final StateSpec<ValueState<Instant>> armedSpec = StateSpecs.value(InstantCoder.of());

  @TimerId(DUE)
  private final TimerSpec dueSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final BudgetSettings settings;

  AnnounceFn(BudgetSettings settings) {
    this.settings = settings;
  }

  @ProcessElement
  public void process(
      @Element KV<String, CampaignChange> change,
      @StateId(PENDING) MapState<SpendSlot, Long> pending,
      @StateId(LEDGER) ValueState<CampaignLedger> ledger,
      @StateId(ARMED) ValueState<Instant> armed,
      @TimerId(DUE) Timer due) {
    Slots slots = rule().slots();
    Instant at;
    if (change.getValue() instanceof CampaignChange.OfSpend spend) {
      SpendSlot slot = new SpendSlot(slots.endOf(spend.brokerTime()), spend.day());
      pending.put(slot, requireNonNullElse(pending.get(slot).read(), 0L) + spend.micros());
      at = slot.end();
    } else {
      CampaignChange.OfBudget budget = (CampaignChange.OfBudget) change.getValue();
      ledger.write(requireNonNullElse(ledger.read(), CampaignLedger.EMPTY).plus(budget));
      at = slots.ceil(budget.effectiveFrom());
    }
    Instant watermark = due.getCurrentRelativeTime();
    Instant possible = at.isAfter(watermark) ? at : slots.endOf(watermark);
    new EarliestTimer(armed, due).fireBy(EventTime.atMostEnd(possible));
  }

  @OnTimer(DUE)
  public void announce(
      @Key String campaign,
      @StateId(PENDING) MapState<SpendSlot, Long> pending,
      @StateId(LEDGER) ValueState<CampaignLedger> ledger,
      @StateId(ARMED) ValueState<Instant> armed,
      @TimerId(DUE) Timer due,
      OutputReceiver<CampaignSpend> out) {
    Instant fired = armed.read();
    if (fired == null) {
      return;
    }
    Instant to = countedTo(fired, due.getCurrentRelativeTime());
    CampaignLedger before = requireNonNullElse(ledger.read(), CampaignLedger.EMPTY);
    SortedMap<SpendSlot, Long> all = new TreeMap<>();
    for (Map.Entry<SpendSlot, Long> slot : pending.entries().read()) {
      all.put(slot.getKey(), slot.getValue());
    }
    LedgerRule.Step step = rule().advance(campaign, before, all, to);
    step.counted().forEach(pending::remove);
    write(step.ledger(), ledger);
    step.announcements().forEach(spend -> out.outputWithTimestamp(spend, to));
    announced.inc(step.announcements().size());
    new EarliestTimer(armed, due).next(step.next());
  }

  /** Returns the end of the last slot before the watermark; at the end of time, of the timer's. */
  private Instant countedTo(Instant fired, Instant watermark) {
    if (!watermark.isBefore(EventTime.END)) {
      return fired;
    }
    Instant ended = rule().slots().floor(watermark);
    return ended.isAfter(fired) ? ended : fired;
  }

  private static void write(CampaignLedger now, ValueState<CampaignLedger> ledger) {
    if (now.isEmpty()) {
      ledger.clear();
    } else {
      ledger.write(now);
    }
  }

  private LedgerRule rule() {
    return new LedgerRule(settings);
  }
}
