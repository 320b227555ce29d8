package dev.tally.runners.manifest;

import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;

/**
 * A part of a source as a savepoint holds it.
 *
 * @param source the part that one reader reads
 * @param mark how far it has been read
 */
public record SavedSplit(UnboundedSource<?, ?> source, CheckpointMark mark) {
  /**
   * The parts of all sources in a savepoint or checkpoint.
   *
   * @param savepoint its path or URI
   * @throws IOException if it is none, or cannot be read on this machine
   */
  public static List<SavedSplit> allOf(String savepoint) throws IOException {
    return SavedState.open(savepoint).splits();
  }
}
