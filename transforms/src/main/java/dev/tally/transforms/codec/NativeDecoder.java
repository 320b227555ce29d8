package dev.tally.transforms.codec;

import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RecordDecoder;
import dev.tally.transforms.model.Verdict;

/** Decodes each record with a native format: exactly one value or one rejection. */
record NativeDecoder<T>(WireFormat<T> format) implements RecordDecoder<T> {
  @Override
  public void decode(RawRecord record, int maxBytes, Output<T> out) {
    Verdict<T> verdict = format.decode(record.getPayload(), maxBytes, record.getBrokerTime());
    if (verdict instanceof Verdict.Refused<T> refused) {
      out.refused(refused, record);
    } else if (verdict instanceof Verdict.Accepted<T> accepted) {
      out.decoded(accepted.value(), record);
    }
  }
}
