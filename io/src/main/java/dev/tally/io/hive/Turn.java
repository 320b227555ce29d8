package dev.tally.io.hive;

import java.io.IOException;
import java.util.Objects;

/**
 * The end of a generation: its buckets are sealed, what they hold is carried to the successor, the
 * pointer is moved. Every writer that finds a sealed bucket does it; several may at once, and
 * repeatedly.
 *
 * <pre>
 *  seal bucket 0 (the decision) ─► seal the others ─► carry ─► move the pointer
 * </pre>
 */
final class Turn<P, R> {
  private final FileStore store;
  private final RowFormat<R> format;
  private final Pointers<P> pointers;
  private final Staging staging;
  private final Pins pins;
  private final ForeignFiles foreign;
  private final TableIdentity table;

  Turn(FileStore store, RowFormat<R> format, Pointers<P> pointers, Pins pins, TableIdentity table) {
    this.store = store;
    this.format = format;
    this.pointers = pointers;
    this.staging = pins.staging();
    this.pins = pins;
    this.foreign = new ForeignFiles(store, staging);
    this.table = table;
  }

  /**
   * Seals a bucket.
   *
   * @return the successor that its seal names: this one, or that of a faster compaction
   */
  Generation seal(Generation generation, int number, Generation successor) throws IOException {
    while (true) {
      Bucket bucket = Bucket.list(store, generation, number);
      if (format.isSealed(bucket)) {
        return successor(bucket);
      }
      String staged = staging.next();
      format.writeSeal(staged, successor.name());
      boolean won = store.publish(staged, bucket.path(bucket.last() + 1));
      store.delete(staged);
      if (won) {
        return successor;
      }
    }
  }

  /** Ends the current generation of a partition if its end has begun. */
  void finishIfSealed(P partition) throws IOException {
    Generation current = pointers.current(partition);
    if (format.isSealed(Bucket.list(store, current, 0))) {
      finish(partition, current);
    }
  }

  /** Ends a generation of which some bucket is sealed. */
  void finish(P partition, Generation generation) throws IOException {
    Generation successor = successor(Bucket.list(store, generation, 0));
    for (int number = 1; number < table.buckets(); number++) {
      seal(generation, number, successor);
    }
    for (int number = 0; number < table.buckets(); number++) {
      carry(generation, successor, number);
    }
    foreign.carry(generation.path(), generation.name(), successor);
    move(partition, generation, successor);
  }

  private Generation successor(Bucket sealed) throws IOException {
    String name = format.summary(sealed.path(sealed.last())).successor();
    return sealed.generation().sibling(Objects.requireNonNull(name, "Bucket 0 is sealed first"));
  }

  /** In ascending order: so the successor's last version says which one is the next to carry. */
  private void carry(Generation generation, Generation successor, int number) throws IOException {
    Bucket from = Bucket.list(store, generation, number);
    Bucket to = Bucket.list(store, successor, number);
    long next = to.isEmpty() ? from.first() : to.last() + 1;
    for (long version = next; version < from.last(); version++) {
      store.publish(from.path(version), to.path(version));
    }
  }

  /**
   * If the successor is sealed and the pointer is before it, the pointer went back, by a move that
   * was delayed for too long. Then the successor's own turn is repeated.
   */
  private void move(P partition, Generation from, Generation to) throws IOException {
    pins.awaitNone(from);
    String pin = pins.set(to);
    boolean othersHaveBeenThere = format.isSealed(Bucket.list(store, to, 0));
    Generation current = pointers.current(partition);
    if (!othersHaveBeenThere && !current.equals(to)) {
      store.touch(current.mark(staging.unique()));
      store.touch(to.path() + "/" + table.pointed(staging.unique()));
      pointers.move(partition, to);
    }
    // Not after a fault: a move that was not answered may be done later. The pin stays until it is
    // old.
    store.delete(pin);
    if (othersHaveBeenThere && current.number() < to.number()) {
      finish(partition, to);
    }
  }
}
