package dev.tally.operations.plan;

import dev.tally.io.pinot.PinotTable.HashFunction;

/**
 * The settings of Kafka and Pinot.
 *
 * @param replicas replicas of each Kafka partition and of each Pinot table
 * @param hashFunction how Pinot's servers store a primary key; the tables of Tally have {@code MD5}
 * @param serverHeapBytes heap of a Pinot server
 */
public record StoreSettings(int replicas, HashFunction hashFunction, double serverHeapBytes) {
  static final int MAX_REPLICAS = 100;
  static final double MIN_HEAP_BYTES = 1 << 20;

  /**
   * Creates the settings.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public StoreSettings {
    InputChecks.range("replicas", replicas, 1, MAX_REPLICAS);
    InputChecks.range("pinotServerHeap", serverHeapBytes, MIN_HEAP_BYTES, EventTraffic.MAX);
  }
}
