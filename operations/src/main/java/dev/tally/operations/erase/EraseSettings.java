package dev.tally.operations.erase;

import dev.tally.io.clickhouse.ClickHouseAddress;
import dev.tally.io.clickhouse.ClickHouseTable;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.Order;
import java.util.Map;
import java.util.Optional;

/**
 * Where an erasure reads and erases.
 *
 * @param cluster the Kafka cluster of the region
 * @param topics the topics of the cluster
 * @param formats the decoders of the raw topics
 * @param stores the stores that the union job loads
 * @param times how long the jobs hold state
 */
public record EraseSettings(
    KafkaCluster cluster, Topics topics, Formats formats, Stores stores, StateTimes times) {

  /**
   * The names of topics.
   *
   * @param byPlace the topics with data of users
   * @param erasures the compacted topic of requests
   */
  public record Topics(Map<UserPlace, String> byPlace, String erasures) {
    String of(UserPlace place) {
      String name = byPlace.get(place);
      if (name == null) {
        throw new IllegalArgumentException(place + " has no topic");
      }
      return name;
    }
  }

  /** The decoders of the raw topics, with their mappings. */
  public record Formats(DecodeRecords<AdEvent> adEvents, DecodeRecords<Order> orders) {}

  /** The tables of attributed orders; empty for a store that is not used. */
  public record Stores(
      Optional<Pinot> pinot, Optional<Hive> hive, Optional<ClickHouse> clickHouse) {}

  /** A table in Pinot, with the address of a broker. */
  public record Pinot(String broker, String table) {}

  /** A table in Hive, with the address of the metastore. */
  public record Hive(String metastore, String table) {}

  /** A table in ClickHouse. */
  public record ClickHouse(ClickHouseAddress server, ClickHouseTable table) {}
}
