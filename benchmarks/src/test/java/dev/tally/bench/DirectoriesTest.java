package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoriesTest {
  @TempDir private Path dir;

  @Test
  void deletesAll_alsoWhileAnotherDeletesTheSame() throws Exception {
    for (int i = 0; i < 200; i++) {
      Path deep = Files.createDirectories(dir.resolve("run/checkpoints/job-" + i + "/chk-1"));
      Files.createFile(deep.resolve("_metadata"));
    }
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(
            () ->
                assertThatCode(() -> Directories.delete(dir.resolve("run/checkpoints")))
                    .doesNotThrowAnyException());
    Directories.delete(dir.resolve("run"));
    other.join();
    assertThat(dir.resolve("run")).doesNotExist();
    Directories.delete(dir.resolve("run"));
  }
}
