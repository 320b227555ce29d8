package dev.tally.transforms.dedup;

import dev.tally.transforms.model.AdEvent;

/** A {@code DedupScope} determines among which events copies are detected. */
public enum DedupScope {
  /**
   * Copies are detected within one region: an event that reaches two regions is counted in both.
   */
  REGION("RememberIds") {
    @Override
    AdEvent stamp(AdEvent event) {
      return event;
    }
  },
  /**
   * Copies are detected across all regions: an event is counted once, whichever regions received
   * its copies. Its region becomes {@link #EVERYWHERE}, because which region received it first
   * depends on the order of arrival, and no count may depend on that.
   */
  GLOBAL("RememberIdsOfAllRegions") {
    @Override
    AdEvent stamp(AdEvent event) {
      return event.toBuilder().setRegion(EVERYWHERE).build();
    }
  };

  /** The region of counts over all regions. A raw event with this region is rejected. */
  public static final String EVERYWHERE = AdEvent.ALL_REGIONS;

  private final String memory;

  DedupScope(String memory) {
    this.memory = memory;
  }

  /**
   * Returns the name of the step that remembers ids. The name is part of the savepoint contract.
   */
  String memory() {
    return memory;
  }

  /** Returns the event in the form in which it is deduplicated and counted. */
  abstract AdEvent stamp(AdEvent event);
}
