package dev.tally.io.hive;

import java.io.IOException;
import java.util.Objects;

/**
 * The end of a generation: its buckets are sealed, what they have is carried to the successor, the
 * pointer is moved. Whoever finds a sealed bucket may do it; several at once, and again.
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
  private final int buckets;

  Turn(
      FileStore store,
      RowFormat<R> format,
      Pointers<P> pointers,
      Staging staging,
      Pins pins,
      int buckets) {
    this.store = store;
    this.format = format;
    this.pointers = pointers;
    this.staging = staging;
    this.pins = pins;
    this.buckets = buckets;
  }

  boolean isSealed(Bucket bucket) throws IOException {
    return !bucket.isEmpty() && format.summary(bucket.path(bucket.last())).isSeal();
  }

  /**
   * Seals a bucket.
   *
   * @return the successor that its seal names: this one, or that of whoever was faster
   */
  Generation seal(Generation generation, int number, Generation successor) throws IOException {
    while (true) {
      Bucket bucket = Bucket.list(store, generation, number);
      if (isSealed(bucket)) {
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

  /** Ends a generation of which some bucket is sealed. */
  void finish(P partition, Generation generation) throws IOException {
    Generation successor = successor(Bucket.list(store, generation, 0));
    for (int number = 1; number < buckets; number++) {
      seal(generation, number, successor);
    }
    for (int number = 0; number < buckets; number++) {
      carry(generation, successor, number);
    }
    move(partition, generation, successor);
  }

  private Generation successor(Bucket sealed) throws IOException {
    String name = format.summary(sealed.path(sealed.last())).successor();
    return sealed.generation().sibling(Objects.requireNonNull(name, "Bucket 0 is sealed first"));
  }

  /** In ascending order: so what the successor has ends where the next has to go on. */
  private void carry(Generation generation, Generation successor, int number) throws IOException {
    Bucket from = Bucket.list(store, generation, number);
    Bucket to = Bucket.list(store, successor, number);
    long next = to.isEmpty() ? from.first() : to.last() + 1;
    for (long version = next; version < from.last(); version++) {
      store.publish(from.path(version), to.path(version));
    }
  }

  /**
   * If others have been at the successor, and the pointer is before it still, it went back: by a
   * move of somebody who slept for too long. Then the successor is ended once more.
   */
  private void move(P partition, Generation from, Generation to) throws IOException {
    pins.awaitNone(from);
    String pin = pins.set(to);
    boolean othersHaveBeenThere = isSealed(Bucket.list(store, to, 0));
    Generation current = pointers.current(partition);
    if (!othersHaveBeenThere && !current.equals(to)) {
      store.touch(current.mark(staging.unique()));
      pointers.move(partition, to);
    }
    // Not after a fault: what was not answered may be done yet. Then the pin stays until it is old.
    store.delete(pin);
    if (othersHaveBeenThere && current.number() < to.number()) {
      finish(partition, to);
    }
  }
}
