package dev.tally.io.hive;

import java.io.IOException;
import java.util.Objects;

/**
 * Switches a partition from a sealed generation to its successor: seals the remaining buckets,
 * carries their files over to the successor and moves the pointer. Every writer that finds a sealed
 * bucket performs the switch. Several writers may do so at the same time, and each step may be
 * repeated.
 *
 * <pre>
 *  seal bucket 0 (the decision) ─► seal the others ─► carry ─► move the pointer
 * </pre>
 */
final class GenerationSwitch<P, R> {
  private final PartitionLog<P, R> log;
  private final FileLog fileLog;
  private final RowFormat<R> format;
  private final Staging staging;
  private final GenerationPins pins;
  private final ForeignFiles foreign;
  private final TableIdentity table;

  GenerationSwitch(PartitionLog<P, R> log) {
    this.log = log;
    this.fileLog = log.fileLog();
    this.format = log.format();
    this.staging = log.staging();
    this.pins = log.pins();
    this.foreign = new ForeignFiles(fileLog, staging);
    this.table = log.table();
  }

  /** Writes the files of a successor, which no query reads yet. */
  @FunctionalInterface
  interface Filling {
    void fill(PartitionGeneration successor) throws IOException;
  }

  /**
   * Creates a successor of a generation and switches the partition to it.
   *
   * @return false if another successor was faster; the partition was switched to that one
   */
  boolean replace(P partition, PartitionGeneration generation, Filling filling) throws IOException {
    PartitionGeneration successor = generation.successor(table, staging.unique());
    fileLog.makeDirectory(successor.path());
    filling.fill(successor);
    boolean won = seal(generation, 0, successor).equals(successor);
    finish(partition, generation);
    return won;
  }

  /**
   * Seals a bucket.
   *
   * @return the successor that the seal names: {@code successor}, or that of a compaction that was
   *     faster
   */
  PartitionGeneration seal(
      PartitionGeneration generation, int number, PartitionGeneration successor)
      throws IOException {
    while (true) {
      Bucket bucket = log.bucket(generation, number);
      if (format.isSealed(bucket)) {
        return successor(bucket);
      }
      String staged = staging.next();
      format.writeSeal(staged, successor.name());
      boolean won = fileLog.commit(staged, bucket.path(bucket.last() + 1));
      fileLog.delete(staged);
      if (won) {
        return successor;
      }
    }
  }

  /** Completes the switch of a partition's current generation if the switch has begun. */
  void finishIfSealed(P partition) throws IOException {
    PartitionGeneration current = log.current(partition);
    if (log.isSealed(current)) {
      finish(partition, current);
    }
  }

  /** Completes the switch of a generation that has a sealed bucket. */
  void finish(P partition, PartitionGeneration generation) throws IOException {
    PartitionGeneration successor = successor(log.bucket(generation, 0));
    for (int number = 1; number < table.buckets(); number++) {
      seal(generation, number, successor);
    }
    for (int number = 0; number < table.buckets(); number++) {
      carry(generation, successor, number);
    }
    foreign.carry(generation.path(), generation.name(), successor);
    move(partition, generation, successor);
  }

  private PartitionGeneration successor(Bucket sealed) throws IOException {
    String name = format.summary(sealed.path(sealed.last())).successor();
    return sealed.generation().sibling(Objects.requireNonNull(name, "Bucket 0 is sealed first"));
  }

  /**
   * Carries the versions in ascending order, so that the successor's last version shows which one
   * is next.
   */
  private void carry(PartitionGeneration generation, PartitionGeneration successor, int number)
      throws IOException {
    Bucket from = log.bucket(generation, number);
    Bucket to = log.bucket(successor, number);
    long next = to.isEmpty() ? from.first() : to.last() + 1;
    for (long version = next; version < from.last(); version++) {
      fileLog.commit(from.path(version), to.path(version));
    }
  }

  /**
   * Moves the pointer. If the successor is already sealed but the pointer is at an earlier
   * generation, a delayed move by another writer has set the pointer back. In that case the
   * successor's own switch is completed again.
   */
  private void move(P partition, PartitionGeneration from, PartitionGeneration to)
      throws IOException {
    pins.awaitNone(from);
    String pin = pins.set(to);
    boolean successorIsSealed = log.isSealed(to);
    PartitionGeneration current = log.current(partition);
    if (!successorIsSealed && !current.equals(to)) {
      fileLog.createEmpty(current.replacedMark(staging.unique()));
      fileLog.createEmpty(to.path() + "/" + table.pointedMarkName(staging.unique()));
      log.pointers().move(partition, to);
    }
    // This is not in a finally block, because a move that failed may still be applied later. Its
    // pin then stays until it expires.
    fileLog.delete(pin);
    if (successorIsSealed && current.number() < to.number()) {
      finish(partition, to);
    }
  }
}
