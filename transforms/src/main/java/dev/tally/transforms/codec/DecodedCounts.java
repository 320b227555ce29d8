package dev.tally.transforms.codec;

import dev.tally.transforms.model.BundleCounter;

/**
 * Counts what the records of a bundle consist of. A record that consists of more than one result
 * counts as split for each further one, so that records + split = decoded + refused + skipped.
 */
final class DecodedCounts {
  private final BundleCounter decoded;
  private final BundleCounter skipped;
  private final BundleCounter split;
  private int ofRecord;

  DecodedCounts(BundleCounter decoded, BundleCounter skipped, BundleCounter split) {
    this.decoded = decoded;
    this.skipped = skipped;
    this.split = split;
  }

  void decoded() {
    decoded.inc();
    ofRecord++;
  }

  void refused() {
    ofRecord++;
  }

  void skipped() {
    skipped.inc();
    ofRecord++;
  }

  /** Ends a record, whose results have been counted. */
  void endOfRecord() {
    for (; ofRecord > 1; ofRecord--) {
      split.inc();
    }
    ofRecord = 0;
  }

  void report() {
    decoded.report();
    skipped.report();
    split.report();
  }
}
