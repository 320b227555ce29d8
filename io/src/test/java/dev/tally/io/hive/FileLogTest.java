package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.parquet.io.PositionOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the contract of {@link FileLog} on both implementations; Hadoop's runs on local files. */
class FileLogTest {
  @TempDir private Path dir;

  private enum Form {
    LOCAL,
    HADOOP;

    TableFileSystem open(String path) throws IOException {
      return this == LOCAL
          ? new LocalTableFileSystem()
          : HadoopTableFileSystem.of("file:" + path, () -> "x");
    }
  }

  @ParameterizedTest
  @EnumSource
  void publishesOnlyWhereNothingStands(Form form) throws IOException {
    try (TableFileSystem fileSystem = form.open(root())) {
      fileSystem.makeDirectory(root() + "/t/_staged");
      fileSystem.makeDirectory(root() + "/t/g");
      write(fileSystem, root() + "/t/_staged/a", 1);
      write(fileSystem, root() + "/t/_staged/b", 2);
      assertThat(fileSystem.commit(root() + "/t/_staged/a", root() + "/t/g/v1")).isTrue();
      assertThat(fileSystem.commit(root() + "/t/_staged/b", root() + "/t/g/v1")).isFalse();
      assertThat(fileSystem.open(root() + "/t/g/v1").getLength()).isEqualTo(1);
      assertThat(names(fileSystem, root() + "/t/g")).containsExactly("v1");
      fileSystem.delete(root() + "/t/_staged/a");
      assertThat(fileSystem.open(root() + "/t/g/v1").getLength()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void failsWhereNoDirectoryIs_andListsNothingThere(Form form) throws IOException {
    try (TableFileSystem fileSystem = form.open(root())) {
      write(fileSystem, root() + "/a", 1);
      assertThatThrownBy(() -> fileSystem.commit(root() + "/a", root() + "/gone/v1"))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> fileSystem.createEmpty(root() + "/gone/_pin"))
          .isInstanceOf(IOException.class);
      assertThat(names(fileSystem, root())).doesNotContain("gone");
      assertThat(names(fileSystem, root() + "/gone")).isEmpty();
      assertThat(fileSystem.modifiedMillis(root() + "/gone/v1")).isZero();
      fileSystem.delete(root() + "/gone");
    }
  }

  @ParameterizedTest
  @EnumSource
  void deletesADirectoryWithAllInIt(Form form) throws IOException {
    try (TableFileSystem fileSystem = form.open(root())) {
      fileSystem.makeDirectory(root() + "/t/g");
      fileSystem.createEmpty(root() + "/t/g/_pin");
      assertThat(fileSystem.modifiedMillis(root() + "/t/g/_pin")).isPositive();
      fileSystem.delete(root() + "/t");
      assertThat(names(fileSystem, root())).isEmpty();
    }
  }

  @Test
  void syncsEveryDirectoryInWhichSomethingBegan() throws IOException {
    List<Path> synced = new ArrayList<>();
    try (TableFileSystem fileSystem = new LocalTableFileSystem(synced::add)) {
      fileSystem.makeDirectory(root() + "/t/g");
      assertThat(synced).containsExactly(dir, dir.resolve("t"));
      write(fileSystem, root() + "/a", 1);
      fileSystem.commit(root() + "/a", root() + "/t/g/v1");
      fileSystem.createEmpty(root() + "/t/_pin");
      fileSystem.list(root());
      assertThat(synced.subList(2, 5)).containsExactly(dir.resolve("t/g"), dir.resolve("t"), dir);
    }
  }

  /**
   * Hadoop's local file system is not tested: its rename first checks for the target and then
   * moves, so it is not atomic.
   */
  @Test
  void onlyOneOfManyPublishes() throws IOException {
    try (TableFileSystem fileSystem = Form.LOCAL.open(root())) {
      write(fileSystem, root() + "/a", 1);
      for (int round = 0; round < 50; round++) {
        String to = root() + "/v" + round;
        List<CompletableFuture<Boolean>> all =
            IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> commit(fileSystem, to)))
                .toList();
        assertThat(all.stream().filter(CompletableFuture::join)).hasSize(1);
      }
    }
  }

  private boolean commit(TableFileSystem fileSystem, String to) {
    try {
      return fileSystem.commit(root() + "/a", to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves out the checksum files that Hadoop keeps next to local files. */
  private static List<String> names(TableFileSystem fileSystem, String directory)
      throws IOException {
    return fileSystem.list(directory).stream().filter(name -> !name.startsWith(".")).toList();
  }

  private String root() {
    return dir.toString();
  }

  private static void write(TableFileSystem fileSystem, String file, int bytes) throws IOException {
    try (PositionOutputStream out = fileSystem.create(file).create(0)) {
      out.write(new byte[bytes]);
    }
    fileSystem.sync(file);
  }
}
