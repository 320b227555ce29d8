package dev.tally.operations.plan;

/**
 * The primary keys of the upsert tables of one region and the servers that their heap needs. Each
 * region's Pinot has the rows of all regions.
 *
 * @param load the workload of all regions
 */
record PinotSizing(Workload load) {
  /**
   * The share of a server's heap that keys may use. The rest is for queries and consuming segments.
   * It is an assumption.
   */
  private static final double SHARE_FOR_KEYS = 0.5;

  /** Returns the primary keys: the rows and orders within the window in which keys count. */
  double keys() {
    double seconds = load.windows().seconds(Seconds.of(load.retention().keyWindow()));
    double rows = load.rowsPerMinuteOfRegion() * load.deployment().regions() / Seconds.PER_MINUTE;
    return (rows + load.traffic().ordersPerSecond()) * seconds;
  }

  /** Returns the heap of one replica of all keys. */
  double heapBytes() {
    return keys() * MeasuredCosts.keyBytes(load.stores().hashFunction());
  }

  /** Returns the servers of one replica. */
  double serversPerReplica() {
    return Math.max(1, Math.ceil(heapBytes() / (load.stores().serverHeapBytes() * SHARE_FOR_KEYS)));
  }

  double servers() {
    return serversPerReplica() * load.stores().replicas();
  }

  /**
   * Returns the partitions of the topics that Pinot reads. All keys of a partition are in the heap
   * of one server per replica, so there are at least twice as many partitions as servers.
   */
  double partitions() {
    return Math.max(KafkaSizing.MIN_PARTITIONS, SlotCount.powerOfTwo(2 * serversPerReplica()));
  }
}
