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

/**
 * Tests the contract of {@link FileStore} on both implementations; Hadoop's runs on local files.
 */
class FileStoreTest {
  @TempDir private Path dir;

  private enum Form {
    LOCAL,
    HADOOP;

    DataStore open(String path) throws IOException {
      return this == LOCAL ? new LocalStore() : HadoopStore.of("file:" + path, () -> "x");
    }
  }

  @ParameterizedTest
  @EnumSource
  void publishesOnlyWhereNothingStands(Form form) throws IOException {
    try (DataStore store = form.open(root())) {
      store.makeDirectory(root() + "/t/_staged");
      store.makeDirectory(root() + "/t/g");
      write(store, root() + "/t/_staged/a", 1);
      write(store, root() + "/t/_staged/b", 2);
      assertThat(store.publish(root() + "/t/_staged/a", root() + "/t/g/v1")).isTrue();
      assertThat(store.publish(root() + "/t/_staged/b", root() + "/t/g/v1")).isFalse();
      assertThat(store.open(root() + "/t/g/v1").getLength()).isEqualTo(1);
      assertThat(names(store, root() + "/t/g")).containsExactly("v1");
      store.delete(root() + "/t/_staged/a");
      assertThat(store.open(root() + "/t/g/v1").getLength()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void failsWhereNoDirectoryIs_andListsNothingThere(Form form) throws IOException {
    try (DataStore store = form.open(root())) {
      write(store, root() + "/a", 1);
      assertThatThrownBy(() -> store.publish(root() + "/a", root() + "/gone/v1"))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> store.touch(root() + "/gone/_pin")).isInstanceOf(IOException.class);
      assertThat(names(store, root())).doesNotContain("gone");
      assertThat(names(store, root() + "/gone")).isEmpty();
      assertThat(store.modifiedMillis(root() + "/gone/v1")).isZero();
      store.delete(root() + "/gone");
    }
  }

  @ParameterizedTest
  @EnumSource
  void deletesADirectoryWithAllInIt(Form form) throws IOException {
    try (DataStore store = form.open(root())) {
      store.makeDirectory(root() + "/t/g");
      store.touch(root() + "/t/g/_pin");
      assertThat(store.modifiedMillis(root() + "/t/g/_pin")).isPositive();
      store.delete(root() + "/t");
      assertThat(names(store, root())).isEmpty();
    }
  }

  @Test
  void syncsEveryDirectoryInWhichSomethingBegan() throws IOException {
    List<Path> synced = new ArrayList<>();
    try (DataStore store = new LocalStore(synced::add)) {
      store.makeDirectory(root() + "/t/g");
      assertThat(synced).containsExactly(dir, dir.resolve("t"));
      write(store, root() + "/a", 1);
      store.publish(root() + "/a", root() + "/t/g/v1");
      store.touch(root() + "/t/_pin");
      store.list(root());
      assertThat(synced.subList(2, 5)).containsExactly(dir.resolve("t/g"), dir.resolve("t"), dir);
    }
  }

  /**
   * Hadoop's local file system is not tested: its rename first checks for the target and then
   * moves, so it is not atomic.
   */
  @Test
  void onlyOneOfManyPublishes() throws IOException {
    try (DataStore store = Form.LOCAL.open(root())) {
      write(store, root() + "/a", 1);
      for (int round = 0; round < 50; round++) {
        String to = root() + "/v" + round;
        List<CompletableFuture<Boolean>> all =
            IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> publish(store, to)))
                .toList();
        assertThat(all.stream().filter(CompletableFuture::join)).hasSize(1);
      }
    }
  }

  private boolean publish(DataStore store, String to) {
    try {
      return store.publish(root() + "/a", to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves out the checksum files that Hadoop keeps next to local files. */
  private static List<String> names(DataStore store, String directory) throws IOException {
    return store.list(directory).stream().filter(name -> !name.startsWith(".")).toList();
  }

  private String root() {
    return dir.toString();
  }

  private static void write(DataStore store, String file, int bytes) throws IOException {
    try (PositionOutputStream out = store.create(file).create(0)) {
      out.write(new byte[bytes]);
    }
    store.sync(file);
  }
}
