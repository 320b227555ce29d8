package dev.tally.pipelines.ports;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.io.kafka.RevisionFn;
import org.jspecify.annotations.Nullable;

/** Identifies records by their Kafka key; each record is the only revision of its fact. */
final class KeyRevisionFn implements RevisionFn {
  private static final long serialVersionUID = 1L;

  @Override
  public FactRevision of(byte @Nullable [] key, byte[] value) {
    if (key == null) {
      throw new IllegalStateException("A record of this topic has no key.");
    }
    return new FactRevision(new String(key, UTF_8), 0);
  }
}
