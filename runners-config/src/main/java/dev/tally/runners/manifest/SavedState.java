package dev.tally.runners.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Optional;
import org.apache.beam.runners.flink.translation.wrappers.streaming.io.source.FlinkSourceSplit;
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
        return manifest(operator);
      }
    }
    return Optional.empty();
  }

  private static Optional<Manifest> manifest(OperatorState operator) throws IOException {
    for (OperatorSubtaskState subtask : operator.getStates()) {
      for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
        OperatorStateHandle.StateMetaInfo splits =
            handle.getStateNameToPartitionOffsets().get(SPLITS);
        if (splits != null && splits.getOffsets().length > 0) {
          return manifest(handle, splits.getOffsets()[0]);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Manifest> manifest(OperatorStateHandle handle, long offset)
      throws IOException {
    try (FSDataInputStream in = handle.openInputStream()) {
      in.seek(offset);
      byte[] bytes =
          BytePrimitiveArraySerializer.INSTANCE.deserialize(new DataInputViewStreamWrapper(in));
      FlinkSourceSplit<Void> split =
          SimpleVersionedSerialization.readVersionAndDeSerialize(
              FlinkSourceSplit.<Void>serializer(), bytes);
      byte[] mark = split.getSplitState();
      return mark == null
          ? Optional.empty()
          : Optional.of(new ManifestCoder().decode(new ByteArrayInputStream(mark)));
    }
  }

  /** Returns the operator id that Flink derives from a uid. */
  private static OperatorID operatorId(String uid) {
    return new OperatorID(Hashing.murmur3_128(0).hashString(uid, UTF_8).asBytes());
  }
}
