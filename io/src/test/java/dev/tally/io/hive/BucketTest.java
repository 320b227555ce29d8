package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketTest {
  private static final TableIdentity TABLE = new TableIdentity("ab", 1);
  private static final PartitionGeneration GENERATION =
      PartitionGeneration.at("/t/day=x/g00002-ab-cd");
  @TempDir private Path dir;

  @Test
  void namesGenerationsInOrder_andRefusesOthers() {
    assertThat(PartitionGeneration.first("/t/p", TABLE).path()).isEqualTo("/t/p/g00001-ab");
    assertThat(GENERATION.successor(TABLE, "ef").path()).isEqualTo("/t/day=x/g00003-ab-ef");
    assertThat(GENERATION.isOf(TABLE)).isTrue();
    assertThat(GENERATION.isOf(new TableIdentity("cd", 1))).isFalse();
    assertThatThrownBy(() -> PartitionGeneration.at("/t/day=x"))
        .hasMessageContaining("not created by HiveIO");
  }

  @Test
  void listsItsOwnVersionsOnly() throws IOException {
    Bucket bucket =
        list(List.of(List.of("b00001-v0000001.parquet", "b00000-v0000001.parquet", "_pin-x")));
    assertThat(bucket.last()).isEqualTo(1);
    assertThat(bucket.path(2)).isEqualTo("/t/day=x/g00002-ab-cd/b00000-v0000002.parquet");
    assertThat(list(List.of(List.of())).isEmpty()).isTrue();
  }

  @Test
  void listsAgain_whenAVersionIsMissingBetweenOthers() throws IOException {
    assertThat(list(List.of(versions(1, 3), versions(1, 2, 3))).last()).isEqualTo(3);
  }

  /** A listing that overlapped with the publishing of versions 1 and 2 may contain 2 but not 1. */
  @Test
  void listsAgain_whenTheFirstCouldBeMissing() throws IOException {
    assertThat(list(List.of(versions(2), versions(1, 2), versions(1, 2))).first()).isEqualTo(1);
    assertThat(list(List.of(versions(5, 6), versions(5, 6, 7))).first()).isEqualTo(5);
  }

  @Test
  void aPinIsWaitedFor_untilItIsGoneOrOld() throws IOException {
    LocalTableFileSystem fileLog = new LocalTableFileSystem();
    Staging staging = Staging.of(fileLog, dir.toString(), () -> UUID.randomUUID().toString());
    PartitionGeneration generation = PartitionGeneration.first(dir.toString(), TABLE);
    fileLog.makeDirectory(generation.path());
    Deque<String> set = new ArrayDeque<>();
    GenerationPins pins =
        new GenerationPins(
            fileLog,
            staging,
            System::currentTimeMillis,
            Duration.ofHours(1),
            () -> delete(fileLog, set.pop()));
    set.push(pins.set(generation));
    assertThat(pins.areSet(generation)).isTrue();
    pins.awaitNone(generation);
    assertThat(set).isEmpty();

    pins.set(generation);
    GenerationPins later =
        new GenerationPins(fileLog, staging, () -> Long.MAX_VALUE, Duration.ofHours(1), () -> {});
    assertThat(later.areSet(generation)).isFalse();
  }

  private static void delete(LocalTableFileSystem fileLog, String path) {
    try {
      fileLog.delete(path);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> versions(int... versions) {
    return Arrays.stream(versions).mapToObj("b00000-v%07d.parquet"::formatted).toList();
  }

  private static Bucket list(List<List<String>> listings) throws IOException {
    Deque<List<String>> left = new ArrayDeque<>(listings);
    return Bucket.list(new Listings(left), GENERATION, 0);
  }

  /** Returns the given listings in turn, and then the last one for ever. */
  private record Listings(Deque<List<String>> left) implements FileLog {
    @Override
    public List<String> list(String directory) {
      return left.size() > 1 ? left.pop() : left.getFirst();
    }

    @Override
    public void makeDirectory(String directory) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean commit(String from, String to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void createEmpty(String file) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void delete(String path) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long modifiedMillis(String path) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isDirectory(String path) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
