package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests publishing by a conditional put as on S3, on local files instead of S3. */
class HadoopTableFileSystemTest {
  private static final int LENGTH = 100_000;

  @TempDir private Path dir;
  private ObjectFiles objects;
  private HadoopTableFileSystem fileLog;

  @BeforeEach
  void stages() throws IOException {
    objects = new ObjectFiles();
    fileLog = new HadoopTableFileSystem(new Configuration(), objects, () -> "x");
    Files.write(dir.resolve("staged"), new byte[LENGTH]);
  }

  @Test
  void putsWholeObjects_onlyWhereNothingStands() throws IOException {
    assertThat(commit()).isTrue();
    assertThat(dir.resolve("v1")).hasSize(LENGTH);
    assertThat(commit()).isFalse();
  }

  @Test
  void publishesNothing_whenReadingFails() {
    objects.failsBehind = LENGTH / 2;
    assertThatThrownBy(this::commit).hasMessageContaining("reset");
    assertThat(dir.resolve("v1")).doesNotExist();
  }

  @Test
  void publishesNothing_whenReadingEndsTooEarly() {
    objects.endsBehind = LENGTH / 2;
    assertThatThrownBy(this::commit).hasMessageContaining("50000 of 100000 bytes");
    assertThat(dir.resolve("v1")).doesNotExist();
  }

  @Test
  void isNotSure_whenItWasInterrupted() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(this::commit).isInstanceOf(InterruptedIOException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gs://b/t", "abfs://b@c/t", "ftp://h/t", "filesystem:/t", "t"})
  void refusesAFileSystem_ofWhichItIsNotKnownHowItPublishes(String path) {
    assertThatThrownBy(() -> TableFileSystem.of(path, () -> "x"))
        .isInstanceOf(HiveException.class)
        .hasMessageContaining("one of file, hdfs, viewfs, s3a, s3");
  }

  private boolean commit() throws IOException {
    return fileLog.commit("s3a://bucket" + dir + "/staged", "s3a://bucket" + dir + "/v1");
  }
}
