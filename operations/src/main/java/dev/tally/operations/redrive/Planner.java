package dev.tally.operations.redrive;

import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.RawRecord;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.joda.time.Instant;

/**
 * Decides what becomes of each letter, once per location.
 *
 * <p>The payload is judged at the time of the redrive, because that is the broker time that its new
 * record gets. So a letter that is accepted here is accepted by a job with the same rules, unless
 * its time becomes too old meanwhile; it is then a dead letter again.
 */
final class Planner {
  private final RedriveSettings settings;
  private final RawTopics topics;
  private final RedrivenLetters redriven;
  private final Set<String> planned = new HashSet<>();

  Planner(RedriveSettings settings, RawTopics topics, RedrivenLetters redriven) {
    this.settings = settings;
    this.topics = topics;
    this.redriven = redriven;
  }

  /**
   * Decides about a letter.
   *
   * @param now the time of the redrive
   */
  Decision decide(StoredLetter letter, Instant now) {
    Optional<Decision> excluded = excluded(letter);
    if (excluded.isPresent()) {
      return excluded.get();
    }
    Optional<RawRecord> whole =
        letter.omittedSha256() == null ? Optional.of(letter.record()) : topics.omitted(letter);
    if (whole.isEmpty()) {
      return not(letter, Outcome.NO_PAYLOAD, "the raw topic no longer has the record");
    }
    Decision decision = judge(letter, whole.get(), now);
    if (decision.isSent()) {
      planned.add(letter.location());
    }
    return decision;
  }

  private Optional<Decision> excluded(StoredLetter letter) {
    if (redriven.contains(letter) || planned.contains(letter.location())) {
      return Optional.of(not(letter, Outcome.ALREADY_REDRIVEN, ""));
    }
    if (!letter.record().getRegion().equals(settings.region())) {
      return Optional.of(not(letter, Outcome.OTHER_REGION, "its region is not --region"));
    }
    if (redriven.redrivesOf(letter) >= settings.limits().redrives()) {
      return Optional.of(not(letter, Outcome.TOO_OFTEN, "see --maxRedrives"));
    }
    return unnamed(letter)
        .or(() -> problem(letter).map(problem -> not(letter, Outcome.NOT_RAW, problem)));
  }

  /** Returns a decision for a letter that is sent only if its reason or its topic is named. */
  private Optional<Decision> unnamed(StoredLetter letter) {
    if (isUnnamedConflict(letter)) {
      return Optional.of(not(letter, Outcome.CONFLICTING, "see --reason=CONFLICTING_COPY"));
    }
    return isUnnamedCampaign(letter)
        ? Optional.of(not(letter, Outcome.CAMPAIGN, "it would replace newer ones; see --topic"))
        : Optional.empty();
  }

  private boolean isUnnamedConflict(StoredLetter letter) {
    String conflict = Reason.CONFLICTING_COPY.name();
    return letter.reason().equals(conflict) && !settings.filter().reasons().contains(conflict);
  }

  /** A version holds from its broker time at the earliest, and with a new one it is the newest. */
  private boolean isUnnamedCampaign(StoredLetter letter) {
    return Judges.isOfCampaigns(letter.step())
        && !settings.filter().topics().contains(letter.record().getTopic());
  }

  private Optional<String> problem(StoredLetter letter) {
    return letter.record().getOffset() < 0 || settings.judges().of(letter.step()).isEmpty()
        ? Optional.of("a job of Tally writes the topic")
        : topics.problem(letter.record().getTopic());
  }

  private Decision judge(StoredLetter letter, RawRecord whole, Instant now) {
    RawRecord again =
        RawRecord.of(
            whole.getRegion(),
            whole.getTopic(),
            whole.getPartition(),
            whole.getOffset(),
            now,
            whole.getPayload());
    LetterJudge judge = settings.judges().of(letter.step()).orElseThrow();
    Judgement judgement = judge.judge(again);
    return decision(judgement, again);
  }

  private static Decision decision(Judgement judgement, RawRecord again) {
    if (judgement.accepted() > 0) {
      return new Decision(Outcome.ACCEPTED, "", again);
    }
    Reason reason = judgement.reason();
    if (reason == null) {
      return new Decision(Outcome.SKIPPED, "", again);
    }
    return reason == Reason.TOO_OLD
        ? new Decision(Outcome.TOO_OLD, judgement.detail(), again)
        : new Decision(Outcome.REJECTED, reason + ": " + judgement.detail(), again);
  }

  private static Decision not(StoredLetter letter, Outcome outcome, String detail) {
    return new Decision(outcome, detail, letter.record());
  }
}
