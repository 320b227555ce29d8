package dev.tally.operations.erase;

import java.util.Map;
import java.util.TreeMap;

/** The records of users in one topic, and the records that cannot be decoded. */
final class FoundRecords {
  private final Map<Integer, Long> newest = new TreeMap<>();
  private long users;
  private long unknown;

  void addUser(int partition, long timestamp) {
    users++;
    newest.merge(partition, timestamp, Math::max);
  }

  /** Adds a record that may contain the id of any user. */
  void addUnknown(int partition, long timestamp) {
    unknown++;
    newest.merge(partition, timestamp, Math::max);
  }

  /** Returns the number of records of the users. */
  long users() {
    return users;
  }

  long unknown() {
    return unknown;
  }

  boolean isEmpty() {
    return newest.isEmpty();
  }

  /** Returns the timestamp of the newest of all these records. */
  long newest() {
    return newest.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }
}
