package dev.tally.transforms.dedup;

import java.util.HashMap;
import java.util.Map;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps the state of a bucket in maps; pages are copied, as a runner may do. */
final class StoredBucket implements BucketState {
  final Map<Integer, byte[]> pages = new HashMap<>();
  @Nullable BucketHead head;
  @Nullable Instant timer;
  int pageReads;

  @Override
  public @Nullable BucketHead head() {
    return head;
  }

  @Override
  public void setHead(BucketHead head) {
    this.head = head;
  }

  @Override
  public byte @Nullable [] page(int number) {
    pageReads++;
    byte[] page = pages.get(number);
    return page == null ? null : page.clone();
  }

  @Override
  public Iterable<Map.Entry<Integer, byte[]>> pages() {
    return pages.entrySet();
  }

  @Override
  public void setPage(int number, byte[] page) {
    pages.put(number, page);
  }

  @Override
  public void removePage(int number) {
    pages.remove(number);
  }

  @Override
  public void sweepAt(Instant time) {
    timer = time;
  }
}
