package dev.tally.transforms.dedup;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/** Among which events copies are looked for. */
public enum DedupScope {
  /** Those of one region: an event that reaches two regions is counted in both. */
  REGION("RememberIds") {
    @Override
    PCollection<AdEvent> stamp(PCollection<AdEvent> events) {
      return events;
    }
  },
  /**
   * Those of all regions: an event is counted once, wherever its copies came in. Each event leaves
   * its region behind and is of {@link #EVERYWHERE}, since the region that saw it first is a matter
   * of arrival, and no count may rest on that.
   */
  GLOBAL("RememberIdsOfAllRegions") {
    @Override
    PCollection<AdEvent> stamp(PCollection<AdEvent> events) {
      return events.apply("LeaveRegion", ParDo.of(new LeaveRegionFn())).setCoder(AdEventCoder.of());
    }
  };

  /** The region of what was counted over all of them. */
  public static final String EVERYWHERE = "*";

  private final String memory;

  DedupScope(String memory) {
    this.memory = memory;
  }

  /** The step that remembers ids; part of the savepoint contract. */
  String memory() {
    return memory;
  }

  abstract PCollection<AdEvent> stamp(PCollection<AdEvent> events);

  private static final class LeaveRegionFn extends DoFn<AdEvent, AdEvent> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element AdEvent event, OutputReceiver<AdEvent> out) {
      out.output(event.toBuilder().setRegion(EVERYWHERE).build());
    }
  }
}
