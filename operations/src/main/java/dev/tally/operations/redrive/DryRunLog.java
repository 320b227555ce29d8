package dev.tally.operations.redrive;

import java.io.IOException;
import java.util.List;

/** Reads the marks and stores nothing. */
record DryRunLog(RedrivenTopic topic) implements RedriveLog {
  @Override
  public RedrivenLetters redriven() throws IOException {
    return topic.read();
  }

  @Override
  public void commit(List<Resent> batch) {}

  @Override
  public void close() {}
}
