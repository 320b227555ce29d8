package dev.tally.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  @TempDir private Path dir;

  private Path checkpoint(String name) throws IOException {
    Path checkpoint = Files.createDirectories(dir.resolve(name));
    Files.createFile(checkpoint.resolve(Checkpoints.METADATA_FILE));
    return checkpoint;
  }

  private static String uri(Path path) {
    return path.toUri().toString().replaceFirst("/$", "");
  }

  @Test
  void findsTheCheckpointThatReplacedTheOneSeen() throws IOException {
    String seen = uri(dir.resolve("chk-9"));
    assertThat(Checkpoints.newestBeside(seen)).isEqualTo(seen);
    Path newest = checkpoint("chk-10");
    Files.createDirectories(dir.resolve("chk-11")); // Not complete.
    Files.createDirectories(dir.resolve("shared"));
    checkpoint("savepoint-of-the-user");
    assertThat(Checkpoints.newestBeside(seen)).isEqualTo(uri(newest));
    assertThat(Checkpoints.newestFirst(dir)).containsExactly(newest);
  }

  @Test
  void leavesACheckpointOnAnotherFileSystem() {
    assertThat(Checkpoints.newestBeside("s3://b/c/chk-9")).isEqualTo("s3://b/c/chk-9");
    assertThat(Checkpoints.newestBeside("no uri")).isEqualTo("no uri");
  }
}
