package dev.tally.runners.manifest;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.flink.translation.wrappers.streaming.io.source.FlinkSourceSplit;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.StateObjectCollection;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle.StateMetaInfo;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;

/** Writes a savepoint, in Flink's format, of a job whose state is only its manifest. */
final class SavepointFile {
  private SavepointFile() {}

  /** Writes {@code _metadata} into the directory and returns the directory's path. */
  static String write(Path directory, Manifest manifest, int maxParallelism) throws IOException {
    OperatorState keep =
        new OperatorState(SavedState.operatorId(KeepManifest.UID), 1, maxParallelism);
    keep.putState(0, subtask(new ManifestSource(), new ManifestSource.Mark(manifest)));
    OperatorState other = new OperatorState(new OperatorID(1, 2), 1, 1); // Not parallel.
    try (OutputStream out = Files.newOutputStream(directory.resolve("_metadata"))) {
      Checkpoints.storeCheckpointMetadata(
          new CheckpointMetadata(7, List.of(keep, other), List.of()), new DataOutputStream(out));
    }
    return directory.toString();
  }

  private static <M extends UnboundedSource.CheckpointMark> OperatorSubtaskState subtask(
      UnboundedSource<Void, M> source, M mark) throws IOException {
    ByteArrayOutputStream encodedMark = new ByteArrayOutputStream();
    source.getCheckpointMarkCoder().encode(mark, encodedMark);
    FlinkSourceSplit<Void> split =
        new FlinkSourceSplit<>(0, source, encodedMark.toByteArray(), mark);
    ByteArrayOutputStream state = new ByteArrayOutputStream();
    BytePrimitiveArraySerializer.INSTANCE.serialize(
        SimpleVersionedSerialization.writeVersionAndSerialize(FlinkSourceSplit.serializer(), split),
        new DataOutputViewStreamWrapper(state));
    OperatorStateHandle handle =
        new OperatorStreamStateHandle(
            Map.of(
                "SourceReaderState",
                new StateMetaInfo(new long[] {0}, OperatorStateHandle.Mode.SPLIT_DISTRIBUTE)),
            new ByteStreamStateHandle("state", state.toByteArray()));
    return OperatorSubtaskState.builder()
        .setManagedOperatorState(StateObjectCollection.singleton(handle))
        .build();
  }
}
