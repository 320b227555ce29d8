package dev.tally.operations.redrive;

import dev.tally.transforms.model.RawRecord;
import java.util.Optional;

/** Looks up the topics of rejected records. */
interface RawTopics {
  /** Returns why nothing may be sent to a topic; empty if it is a live topic. */
  Optional<String> problem(String topic);

  /** Returns the record of a letter whose payload was omitted; empty if it cannot be read. */
  Optional<RawRecord> omitted(StoredLetter letter);
}
