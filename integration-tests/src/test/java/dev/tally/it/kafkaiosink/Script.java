package dev.tally.it.kafkaiosink;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The input of a {@link ScriptedSource}: a log with two lanes, which correspond to two partitions
 * of a topic.
 *
 * <p>A test appends values while the job runs. A restored job reads again from its checkpoint and
 * may find the lanes in another order, as with partitions.
 */
final class Script {
  private static final Map<String, Script> ALL = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();
  private final List<List<String>> lanes =
      List.of(new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
  private final AtomicReference<List<String>> crash = new AtomicReference<>();
  private final AtomicInteger emitted = new AtomicInteger();
  private volatile boolean secondLaneFirst;

  Script() {
    ALL.put(id, this);
  }

  static Script of(String id) {
    return ALL.get(id);
  }

  String id() {
    return id;
  }

  Script first(String... values) {
    lanes.get(0).addAll(List.of(values));
    return this;
  }

  Script second(String... values) {
    lanes.get(1).addAll(List.of(values));
    return this;
  }

  /** From the next record on, values waiting in the second lane are read first. */
  void readSecondLaneFirst() {
    secondLaneFirst = true;
  }

  /**
   * Makes the source fail once. The given values are appended to the second lane then, and from
   * then on that lane is read first.
   */
  void crash(String... meanwhile) {
    crash.set(List.of(meanwhile));
  }

  boolean takeCrash() {
    List<String> meanwhile = crash.getAndSet(null);
    if (meanwhile == null) {
      return false;
    }
    lanes.get(1).addAll(meanwhile);
    secondLaneFirst |= !meanwhile.isEmpty();
    return true;
  }

  /** Returns how many records have been read so far, including those read again. */
  int emitted() {
    return emitted.get();
  }

  void countEmitted() {
    emitted.incrementAndGet();
  }

  String at(int lane, int position) {
    List<String> values = lanes.get(lane);
    return position < values.size() ? values.get(position) : null;
  }

  List<Integer> order() {
    return secondLaneFirst ? List.of(1, 0) : List.of(0, 1);
  }
}
