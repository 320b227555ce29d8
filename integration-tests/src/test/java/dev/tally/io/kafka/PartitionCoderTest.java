package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.apache.beam.runners.flink.adapter.FlinkKey;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uses the hash functions of Beam's Flink runner and of Flink. */
class PartitionCoderTest {
  @ParameterizedTest
  @CsvSource({"4, 2", "4, 4", "8, 2", "12, 3", "24, 8", "100, 4"})
  void everyWorkerGetsTheSameNumberOfPartitions(int partitions, int workers) {
    PartitionCoder coder = new PartitionCoder(partitions);
    int[] of = new int[workers];
    IntStream.range(0, partitions)
        .forEach(
            partition ->
                of[
                    KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        FlinkKey.of(partition, coder),
                        KeyGroupRangeAssignment.DEFAULT_LOWER_BOUND_MAX_PARALLELISM,
                        workers)]++);
    assertThat(of).containsOnly(partitions / workers);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "4, 3", "1000, 999"})
  void aPartitionIsDecodedAsItWasEncoded(int partitions, int partition) throws Exception {
    PartitionCoder coder = new PartitionCoder(partitions);
    assertThat(CoderUtils.clone(coder, partition)).isEqualTo(partition);
  }
}
