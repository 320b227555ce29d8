package dev.tally.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operate.CommittedRecords;
import java.io.IOException;
import java.util.List;

/**
 * Compares what the union wrote into each region's topic with what stands in all regions' inputs:
 * the same values, each as often.
 *
 * @param in topic of each region that all jobs read
 * @param out topic of each region that its job writes
 */
record UnionLook(List<KafkaCluster> regions, String in, String out) {

  /** All regions together. */
  Standing standing() throws IOException {
    Multiset<String> expected = HashMultiset.create();
    for (KafkaCluster region : regions) {
      expected.addAll(values(region, in));
    }
    Standing all = Standing.EXACT;
    for (KafkaCluster region : regions) {
      all = all.plus(Standing.of(values(region, out), expected));
    }
    return all;
  }

  private static Multiset<String> values(KafkaCluster kafka, String topic) throws IOException {
    Multiset<String> values = HashMultiset.create();
    CommittedRecords.forEach(kafka, topic, (key, value) -> values.add(new String(value, UTF_8)));
    return values;
  }
}
