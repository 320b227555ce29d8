package dev.tally.runners.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.runners.flink.translation.wrappers.streaming.io.source.FlinkSourceSplit;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.CompletedCheckpointStorageLocation;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.apache.flink.shaded.guava31.com.google.common.hash.Hashing;

/**
 * A savepoint or checkpoint of Flink, which can be read without a running job.
 *
 * <p>Errors: {@link IOException} if the path is not a savepoint or checkpoint, or if its files
 * cannot be read.
 */
final class SavedState {
  /** The name of the state in which Flink's {@code SourceOperator} stores the splits. */
  private static final String SPLITS = "SourceReaderState";

  private final CheckpointMetadata metadata;

  private SavedState(CheckpointMetadata metadata) {
    this.metadata = metadata;
  }

  /** Opens the savepoint or checkpoint at a path or URI. */
  static SavedState open(String path) throws IOException {
    CompletedCheckpointStorageLocation location =
        AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(path);
    try (DataInputStream in = new DataInputStream(location.getMetadataHandle().openInputStream())) {
      return new SavedState(
          Checkpoints.loadCheckpointMetadata(
              in, SavedState.class.getClassLoader(), location.getExternalPointer()));
    }
  }

  /** Returns the manifest in the state of {@link KeepManifest}; empty if there is none. */
  Optional<Manifest> manifest() throws IOException {
    OperatorID source = operatorId(KeepManifest.UID);
    for (OperatorState operator : metadata.getOperatorStates()) {
      if (operator.getOperatorID().equals(source)) {
        return splits(operator).stream()
            .map(SavedSplit::mark)
            .filter(ManifestSource.Mark.class::isInstance)
            .map(mark -> ((ManifestSource.Mark) mark).manifest())
            .findFirst();
      }
    }
    return Optional.empty();
  }

  /** Returns the splits of all sources that a reader had started to read. */
  List<SavedSplit> splits() throws IOException {
    List<SavedSplit> splits = new ArrayList<>();
    for (OperatorState operator : metadata.getOperatorStates()) {
      splits.addAll(splits(operator));
    }
    return splits;
  }

  /**
   * Returns the highest parallelism with which the state can be restored. Each operator has its own
   * maximum; operators with a fixed parallelism have a lower one.
   */
  int maxParallelism() {
    return metadata.getOperatorStates().stream()
        .mapToInt(OperatorState::getMaxParallelism)
        .max()
        .orElse(Integer.MAX_VALUE);
  }

  private static List<SavedSplit> splits(OperatorState operator) throws IOException {
    List<SavedSplit> splits = new ArrayList<>();
    for (OperatorSubtaskState subtask : operator.getStates()) {
      for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
        OperatorStateHandle.StateMetaInfo offsets =
            handle.getStateNameToPartitionOffsets().get(SPLITS);
        if (offsets != null) {
          splits.addAll(splits(handle, offsets.getOffsets()));
        }
      }
    }
    return splits;
  }

  private static List<SavedSplit> splits(OperatorStateHandle handle, long[] offsets)
      throws IOException {
    List<SavedSplit> splits = new ArrayList<>();
    try (FSDataInputStream in = handle.openInputStream()) {
      for (long offset : offsets) {
        in.seek(offset);
        byte[] bytes =
            BytePrimitiveArraySerializer.INSTANCE.deserialize(new DataInputViewStreamWrapper(in));
        FlinkSourceSplit<Object> split =
            SimpleVersionedSerialization.readVersionAndDeSerialize(
                FlinkSourceSplit.<Object>serializer(), bytes);
        byte[] mark = split.getSplitState();
        if (mark != null && split.getBeamSplitSource() instanceof UnboundedSource<?, ?> source) {
          splits.add(new SavedSplit(source, decode(source, mark)));
        }
      }
    }
    return splits;
  }

  private static <M extends CheckpointMark> M decode(UnboundedSource<?, M> source, byte[] mark)
      throws IOException {
    return source.getCheckpointMarkCoder().decode(new ByteArrayInputStream(mark));
  }

  /** Returns the operator id that Flink derives from a uid. */
  static OperatorID operatorId(String uid) {
    return new OperatorID(Hashing.murmur3_128(0).hashString(uid, UTF_8).asBytes());
  }
}
