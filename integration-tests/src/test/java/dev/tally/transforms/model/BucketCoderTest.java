package dev.tally.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.beam.runners.flink.adapter.FlinkKey;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uses the hash functions of Beam's Flink runner and of Flink. */
class BucketCoderTest {
  private static final int BUCKETS = 256;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 6, 7, 16, 50, 64, 128})
  void theShareOfNoSubtaskExceedsTheAverageByMoreThanOneKeyGroup(int subtasks) {
    BucketCoder coder = BucketCoder.of(BUCKETS);
    int[] of = new int[subtasks];
    IntStream.range(0, BUCKETS)
        .forEach(
            bucket ->
                of[
                    KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        FlinkKey.of(bucket, coder),
                        KeyGroupRangeAssignment.DEFAULT_LOWER_BOUND_MAX_PARALLELISM,
                        subtasks)]++);
    int perKeyGroup = BUCKETS / KeyGroupRangeAssignment.DEFAULT_LOWER_BOUND_MAX_PARALLELISM;
    assertThat(Arrays.stream(of).max().orElseThrow())
        .isLessThan(BUCKETS / subtasks + perKeyGroup + 1);
    assertThat(Arrays.stream(of).min().orElseThrow())
        .isGreaterThan(BUCKETS / subtasks - perKeyGroup);
  }
}
