package dev.tally.operations.redrive;

import dev.tally.transforms.model.RawRecord;
import java.io.IOException;
import java.util.List;

/** Stores the payloads that are sent again, together with the marks of their letters. */
interface RedriveLog extends AutoCloseable {
  /** Returns the letters that were redriven; no other redrive can commit after this call. */
  RedrivenLetters redriven() throws IOException;

  /** Sends payloads and stores their marks, either all or none of them. */
  void commit(List<Resent> batch) throws IOException;

  @Override
  void close();

  /**
   * A payload to be sent again.
   *
   * @param payload the record with the payload
   * @param redrives how often it was sent again, this time included
   */
  record Resent(StoredLetter letter, RawRecord payload, int redrives) {
    RedriveMark mark(String sentTo) {
      return new RedriveMark(letter.location(), sentTo, redrives);
    }
  }
}
