package dev.tally.runners.manifest;

import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;

/**
 * A split of a source in a savepoint.
 *
 * @param source the split, which one reader reads
 * @param mark how far the split has been read
 */
public record SavedSplit(UnboundedSource<?, ?> source, CheckpointMark mark) {
  /**
   * Returns the splits of all sources in a savepoint or checkpoint.
   *
   * @param savepoint path or URI of the savepoint
   * @throws IOException if it is not a savepoint, or cannot be read on this machine
   */
  public static List<SavedSplit> allOf(String savepoint) throws IOException {
    return SavedState.open(savepoint).splits();
  }
}
