package dev.tally.operations.redrive;

import dev.tally.transforms.cleanse.CleanseRecords;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RecordDecoder;
import dev.tally.transforms.model.Verdict;

/** Applies the decoder and the rules of a job to one record. */
@FunctionalInterface
interface LetterJudge {
  /** Judges a record with the given payload and broker time; it depends on nothing else. */
  Judgement judge(RawRecord record);

  /** Returns a judge with the decoder and the rules of the same topic. */
  static <T> LetterJudge of(DecodeRecords<T> decoder, CleanseRecords<T> rules) {
    return record -> {
      Results<T> results = new Results<>(rules);
      decoder.decode(record, results);
      return results.judgement;
    };
  }

  /** Collects what one record consists of. */
  final class Results<T> implements RecordDecoder.Output<T> {
    private final CleanseRecords<T> rules;
    private Judgement judgement = Judgement.NOTHING;

    private Results(CleanseRecords<T> rules) {
      this.rules = rules;
    }

    @Override
    public void decoded(T value, RawRecord record) {
      rules
          .judge(value)
          .handle(
              accepted -> judgement = judgement.accept(),
              no -> judgement = judgement.reject(no.reason(), no.detail()));
    }

    @Override
    public void refused(Verdict.Refused<T> no, RawRecord record) {
      judgement = judgement.reject(no.reason(), no.detail());
    }

    @Override
    public void skipped(RawRecord record) {}
  }
}
