package dev.tally.scenarios.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import com.google.common.collect.Sets;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.CommittedRecords;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the records that the union jobs wrote to each region's topic with the inputs of all
 * regions.
 *
 * @param in the topic that all jobs read in each region; a record that went to both regions is in
 *     both topics
 * @param out the topic that the job of each region writes
 */
record UnionProbe(List<KafkaCluster> regions, String in, String out) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The result for the topics of all regions.
   *
   * @param exact compares all values, each as often as it was sent
   * @param latest compares only the highest revision of each record, however often it occurs;
   *     values that were never sent count as duplicated
   */
  record TopicBalances(Balance exact, Balance latest) {
    static final TopicBalances NOTHING = new TopicBalances(Balance.EXACT, Balance.EXACT);

    TopicBalances plus(TopicBalances other) {
      return new TopicBalances(exact.plus(other.exact), latest.plus(other.latest));
    }
  }

  TopicBalances topics() throws IOException {
    Multiset<String> expected = HashMultiset.create();
    for (KafkaCluster region : regions) {
      expected.addAll(values(region, in));
    }
    TopicBalances all = TopicBalances.NOTHING;
    for (KafkaCluster region : regions) {
      all = all.plus(compare(values(region, out), expected));
    }
    return all;
  }

  static TopicBalances compare(Multiset<String> found, Multiset<String> expected)
      throws IOException {
    long foreign = Sets.difference(found.elementSet(), expected.elementSet()).size();
    Balance latest = Balance.of(latest(found), latest(expected));
    return new TopicBalances(Balance.of(found, expected), new Balance(latest.lost(), foreign));
  }

  private static Multiset<String> latest(Multiset<String> values) throws IOException {
    Map<String, JsonNode> latest = new HashMap<>();
    for (String value : values.elementSet()) {
      latest.merge(
          JSON.readTree(value).path("record_uuid").asText(),
          JSON.readTree(value),
          (one, other) -> revision(other) > revision(one) ? other : one);
    }
    return HashMultiset.create(latest.values().stream().map(JsonNode::toString).toList());
  }

  private static long revision(JsonNode record) {
    return record.path("revision").asLong();
  }

  private static Multiset<String> values(KafkaCluster kafka, String topic) throws IOException {
    Multiset<String> values = HashMultiset.create();
    CommittedRecords.forEach(kafka, topic, (key, value) -> values.add(new String(value, UTF_8)));
    return values;
  }
}
