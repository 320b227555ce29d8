package dev.tally.transforms.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.transforms.Cast;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RecordDecoder;
import dev.tally.transforms.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/** What a mapping makes of a record. */
final class Mapped<T> implements RecordDecoder.Output<T> {
  final List<T> values = new ArrayList<>();
  final List<Verdict.Refused<T>> refused = new ArrayList<>();
  final List<RawRecord> records = new ArrayList<>();
  int skipped;

  static Mapped<AdEvent> of(String mapping, String value) {
    return of(Mapping.toAdEvents(MappingFile.of("test.yaml", mapping)), Cast.record(value));
  }

  static <T> Mapped<T> of(RecordDecoder<T> mapping, RawRecord record) {
    Mapped<T> mapped = new Mapped<>();
    mapping.decode(record, Cast.MEBIBYTE, mapped);
    return mapped;
  }

  @Override
  public void decoded(T value, RawRecord record) {
    values.add(value);
    records.add(record);
  }

  @Override
  public void refused(Verdict.Refused<T> no, RawRecord record) {
    refused.add(no);
    records.add(record);
  }

  @Override
  public void skipped(RawRecord record) {
    skipped++;
  }

  T value() {
    if (values.size() != 1 || !refused.isEmpty() || skipped > 0) {
      throw new AssertionError(this);
    }
    return values.get(0);
  }

  List<String> payloads() {
    return records.stream().map(record -> new String(record.getPayload(), UTF_8)).toList();
  }

  @Override
  public String toString() {
    return "values %s, refused %s, skipped %d".formatted(values, refused, skipped);
  }
}
