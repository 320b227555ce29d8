package dev.tally.operations.restate;

import dev.tally.transforms.aggregate.MinuteCounts;
import dev.tally.transforms.cleanse.CleanseRecords;
import dev.tally.transforms.dedup.FirstCopies;
import dev.tally.transforms.dedup.Occurrence;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RecordDecoder;
import dev.tally.transforms.model.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the events of a range by the same decisions as the aggregation job: decode, cleanse, count
 * the first copy of each event.
 */
final class Recount {
  private final MinuteRange range;
  private final RestateRules rules;
  private final CleanseRecords<AdEvent> cleansing;
  private final MinuteCounts counts;
  private final Map<String, Long> rejected = new HashMap<>();
  private long read;
  private long counted;
  private long duplicates;

  Recount(MinuteRange range, RestateRules rules) {
    this.range = range;
    this.rules = rules;
    this.cleansing = rules.cleansing();
    this.counts =
        MinuteCounts.between(range.from(), range.to(), rules.bounds().doubleClickWindow())
            .withMaxClicksPerUserHour(
                rules.invalidTraffic().maxClicksPerUserHour(), rules.placeholders());
  }

  /** Passes each raw record to an action, in the same order in each call. */
  @FunctionalInterface
  interface Records {
    void forEach(java.util.function.Consumer<RawRecord> action) throws IOException;
  }

  /**
   * Counts all events.
   *
   * @param passes how often the records are read; each pass deduplicates another share of the
   *     events, so that the memory is bounded
   */
  void count(Records records, int passes) throws IOException {
    for (int pass = 0; pass < passes; pass++) {
      Pass one = new Pass(FirstCopies.ofShare(pass, passes), pass == 0);
      records.forEach(one::add);
    }
  }

  /** Decodes and counts the events of one share. Only the first pass counts rejections. */
  private final class Pass implements RecordDecoder.Output<AdEvent> {
    private final FirstCopies copies;
    private final boolean isFirst;

    Pass(FirstCopies copies, boolean isFirst) {
      this.copies = copies;
      this.isFirst = isFirst;
    }

    void add(RawRecord record) {
      read += isFirst ? 1 : 0;
      if (record.getClaimedTime() == null) {
        rules.decoder().decode(record, this);
      } else {
        rejected(Reason.NOT_BROKER_TIME);
      }
    }

    @Override
    public void decoded(AdEvent value, RawRecord record) {
      cleansing.judge(value).handle(this::accepted, no -> rejected(no.reason()));
    }

    private void accepted(AdEvent event) {
      copies.add(event).ifPresent(occurrence -> count(event, occurrence));
    }

    private void count(AdEvent event, Occurrence occurrence) {
      switch (occurrence) {
        case FIRST -> {
          counted += range.contains(event.getEventTime()) ? 1 : 0;
          counts.add(event);
        }
        case SAME -> duplicates++;
        case CONFLICTING -> rejected.merge(Reason.CONFLICTING_COPY.name(), 1L, Long::sum);
      }
    }

    @Override
    public void refused(Verdict.Refused<AdEvent> no, RawRecord record) {
      rejected(no.reason());
    }

    private void rejected(Reason reason) {
      if (isFirst) {
        rejected.merge(reason.name(), 1L, Long::sum);
      }
    }

    @Override
    public void skipped(RawRecord record) {}
  }

  /** Returns the rows of the range. */
  List<AdMetric> rows() {
    List<AdMetric> rows = new ArrayList<>();
    counts.forEach(0, rows::add);
    return rows;
  }

  RestateReport.Events events() {
    return new RestateReport.Events(read, counted, duplicates, rejected);
  }
}
