package dev.tally.transforms.budget;

import dev.tally.transforms.budget.DaySpend.Announced;
import dev.tally.transforms.model.CampaignSpend;
import dev.tally.transforms.model.EventTime;
import dev.tally.transforms.model.Revision;
import dev.tally.transforms.model.SpendStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Counts the spend of a campaign slot by slot, and creates its announcements.
 *
 * <p>The ledger at the end of a slot depends only on the records whose broker time is before it,
 * not on the slots at which the rule was called: it computes every slot that can change something.
 * Two announcements with the same revision therefore have the same content.
 */
final class LedgerRule {
  private final BudgetSettings settings;
  private final Slots slots;

  LedgerRule(BudgetSettings settings) {
    this.settings = settings;
    this.slots = new Slots(settings.interval());
  }

  Slots slots() {
    return slots;
  }

  /**
   * What changes at the end of a slot.
   *
   * @param counted the slots that are no longer pending
   * @param next the end of the slot at which the rule must be called again; null if never
   */
  record Step(
      CampaignLedger ledger,
      List<SpendSlot> counted,
      List<CampaignSpend> announcements,
      @Nullable Instant next) {}

  /**
   * Counts the spend of all slots up to the end of a slot.
   *
   * @param pending what was spent in slots that are not counted; also those that end later
   */
  Step advance(
      String campaign, CampaignLedger before, SortedMap<SpendSlot, Long> pending, Instant to) {
    NavigableMap<SpendSlot, Long> left = new TreeMap<>(pending);
    CampaignLedger ledger = before;
    Instant point = nextPoint(ledger, left);
    while (!point.isAfter(to) && point.isAfter(ledger.countedTo())) {
      ledger = counted(ledger, point, takeUntil(point, left));
      point = nextPoint(ledger, left);
    }
    List<CampaignSpend> announcements = new ArrayList<>();
    boolean renew = false;
    if (to.isAfter(before.countedTo())) {
      ledger = counted(ledger, to, new TreeMap<>());
      renew = mustBeRenewed(ledger);
      ledger = announced(campaign, ledger, announcements);
      point = nextPoint(ledger, left);
    }
    Instant renewal = renew ? slots.endOf(to) : EventTime.END;
    Instant next = point.isBefore(renewal) ? point : renewal;
    List<SpendSlot> counted =
        pending.keySet().stream().filter(slot -> !left.containsKey(slot)).toList();
    return new Step(ledger, counted, announcements, next.isBefore(EventTime.END) ? next : null);
  }

  /** Returns the end of the next slot at which something can change. */
  private Instant nextPoint(CampaignLedger ledger, NavigableMap<SpendSlot, Long> pending) {
    Instant next = ledger.nextBudget(ledger.countedTo());
    next = pending.isEmpty() ? next : earlier(next, pending.firstKey().end());
    if (!ledger.rate().isZero()) {
      next = earlier(next, ledger.rate().zeroAt());
      next = earlier(next, Slots.endOfDay(Slots.day(ledger.countedTo())));
    }
    next = earlier(next, nextForgotten(ledger));
    return next.isAfter(ledger.countedTo())
        ? EventTime.atMostEnd(slots.ceil(EventTime.atMostEnd(next)))
        : slots.endOf(ledger.countedTo());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** Returns when the next day is forgotten. A day whose time has passed is announced before. */
  private Instant nextForgotten(CampaignLedger ledger) {
    return ledger.days().stream()
        .map(this::forgottenAt)
        .filter(time -> time.isAfter(ledger.countedTo()))
        .findFirst()
        .orElse(EventTime.END);
  }

  private Instant forgottenAt(DaySpend day) {
    return Slots.endOfDay(day.day()).plus(settings.maxEventAge());
  }

  private static NavigableMap<Instant, Long> takeUntil(
      Instant end, NavigableMap<SpendSlot, Long> pending) {
    NavigableMap<Instant, Long> taken = new TreeMap<>();
    while (!pending.isEmpty() && !pending.firstKey().end().isAfter(end)) {
      var first = pending.pollFirstEntry();
      taken.merge(first.getKey().day(), first.getValue(), Long::sum);
    }
    return taken;
  }

  private CampaignLedger counted(
      CampaignLedger ledger, Instant end, NavigableMap<Instant, Long> spend) {
    long sum = spend.values().stream().mapToLong(Long::longValue).sum();
    SpendRate before = ledger.rate().at(end);
    SpendRate rate = sum > 0 ? before.plus(end, sum, settings.interval()) : before;
    NavigableMap<Instant, DaySpend> days = new TreeMap<>();
    ledger.days().forEach(day -> days.put(day.day(), day));
    if (!rate.isZero()) {
      days.computeIfAbsent(Slots.day(end), DaySpend::of);
    }
    spend.forEach(
        (day, micros) -> days.put(day, days.getOrDefault(day, DaySpend.of(day)).plus(micros)));
    CampaignLedger now =
        new CampaignLedger(end, List.copyOf(days.values()), rate, ledger.budgets()).pruned();
    long perMinute = rate.microsPerMinute(end);
    return now.withDays(now.days().stream().map(day -> judged(now, day, perMinute)).toList());
  }

  private DaySpend judged(CampaignLedger ledger, DaySpend day, long perMinute) {
    long rate = isOpen(day, ledger) ? perMinute : 0;
    return day.withLeft(
        BudgetRule.leftWhenExhausted(
            day.leftWhenExhausted(),
            day.micros(),
            ledger.budget(day.day(), ledger.countedTo()),
            rate,
            bound(rate)));
  }

  /** Returns true if events of the day that are not counted yet may have happened. */
  private static boolean isOpen(DaySpend day, CampaignLedger ledger) {
    return Slots.endOfDay(day.day()).isAfter(asOf(ledger));
  }

  private static Instant asOf(CampaignLedger ledger) {
    return ledger.countedTo().minus(BudgetSettings.OPEN_MINUTE);
  }

  private long bound(long rate) {
    return CampaignSpend.spentIn(settings.maxLag(), rate);
  }

  /** Returns true if the campaign may spend for longer than was announced. */
  private static boolean mustBeRenewed(CampaignLedger ledger) {
    return !ledger.rate().isZero()
        && ledger.days().stream().anyMatch(day -> mustBeRenewed(ledger, day));
  }

  private static boolean mustBeRenewed(CampaignLedger ledger, DaySpend day) {
    return !ledger.rate().isZero()
        && isOpen(day, ledger)
        && !day.isExhausted()
        && ledger.budget(day.day(), ledger.countedTo()) > 0;
  }

  private CampaignLedger announced(
      String campaign, CampaignLedger ledger, List<CampaignSpend> announcements) {
    long perMinute = ledger.rate().microsPerMinute(ledger.countedTo());
    List<DaySpend> days = new ArrayList<>();
    for (DaySpend day : ledger.days()) {
      long budget = ledger.budget(day.day(), ledger.countedTo());
      long rate = isOpen(day, ledger) ? perMinute : 0;
      Announced now = new Announced(day.micros(), budget, day.isExhausted(), rate > 0);
      if (!now.equals(day.announced()) || mustBeRenewed(ledger, day)) {
        announcements.add(announcement(campaign, ledger, day, rate));
      }
      if (forgottenAt(day).isAfter(ledger.countedTo())) {
        days.add(day.withAnnounced(now));
      }
    }
    return ledger.withDays(days).pruned();
  }

  private CampaignSpend announcement(
      String campaign, CampaignLedger ledger, DaySpend day, long rate) {
    long budget = ledger.budget(day.day(), ledger.countedTo());
    Duration lasts = day.isExhausted() ? null : BudgetRule.lasts(day.micros(), budget, rate);
    Instant asOf = asOf(ledger).isAfter(day.day()) ? asOf(ledger) : day.day();
    return new CampaignSpend(
        Revision.ofCampaignSpend(settings.generation(), ledger.countedTo()),
        campaign,
        day.day(),
        day.micros(),
        budget == 0 ? null : budget,
        rate,
        asOf,
        bound(rate),
        day.isExhausted() ? SpendStatus.EXHAUSTED : SpendStatus.ACTIVE,
        lasts == null ? null : atMostEnd(asOf, lasts),
        ledger.countedTo());
  }

  private static Instant atMostEnd(Instant from, Duration time) {
    Duration most = new Duration(from, EventTime.END);
    return time.isLongerThan(most) ? EventTime.END : from.plus(time);
  }
}
