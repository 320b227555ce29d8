package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.hash.Hashing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.flink.util.MathUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Computes how unevenly the buckets of the aggregation job are spread over subtasks. The figures
 * are those of docs/scaling.md.
 */
class BucketSpreadTest {
  private static final int KEY_GROUPS = 128;

  @ParameterizedTest
  @CsvSource({
    "1024, 2, 1.07",
    "1024, 4, 1.07",
    "1024, 8, 1.15",
    "1024, 16, 1.16",
    "1024, 32, 1.50",
    "512, 2, 1.04",
    "512, 4, 1.06",
    "512, 8, 1.14",
    "512, 16, 1.34",
    "512, 32, 1.94",
  })
  void theFullestSubtaskHasThisMultipleOfTheMean(int buckets, int parallelism, double expected) {
    int[] subtasks = new int[parallelism];
    IntStream.range(0, buckets).forEach(bucket -> subtasks[subtask(bucket, parallelism)]++);
    int fullest = IntStream.of(subtasks).max().orElseThrow();
    assertThat(fullest * (double) parallelism / buckets).isEqualTo(expected, within(0.006));
  }

  /** As Beam's Flink runner hashes a key, and Flink assigns the hash to a subtask. */
  private static int subtask(int bucket, int parallelism) {
    ByteArrayOutputStream key = new ByteArrayOutputStream();
    try {
      VarIntCoder.of().encode(bucket, key);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    int hash = Hashing.murmur3_128().hashBytes(key.toByteArray()).asInt();
    return MathUtils.murmurHash(hash) % KEY_GROUPS * parallelism / KEY_GROUPS;
  }
}
