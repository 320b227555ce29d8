package dev.tally.transforms.dedup;

import dev.tally.transforms.model.AdEvent;

/** Among which events copies are looked for. */
public enum DedupScope {
  /** Those of one region: an event that reaches two regions is counted in both. */
  REGION("RememberIds") {
    @Override
    AdEvent stamp(AdEvent event) {
      return event;
    }
  },
  /**
   * Those of all regions: an event is counted once, whichever regions received its copies. Its
   * region becomes {@link #EVERYWHERE}: which region received it first depends on arrival, and no
   * count may depend on that.
   */
  GLOBAL("RememberIdsOfAllRegions") {
    @Override
    AdEvent stamp(AdEvent event) {
      return event.toBuilder().setRegion(EVERYWHERE).build();
    }
  };

  /** The region of counts over all regions; no event may name it. */
  public static final String EVERYWHERE = AdEvent.ALL_REGIONS;

  private final String memory;

  DedupScope(String memory) {
    this.memory = memory;
  }

  /** The step that remembers ids; part of the savepoint contract. */
  String memory() {
    return memory;
  }

  /** The event as it is deduplicated and counted. */
  abstract AdEvent stamp(AdEvent event);
}
