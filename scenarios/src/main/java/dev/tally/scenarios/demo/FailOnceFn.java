package dev.tally.scenarios.demo;

import dev.tally.transforms.model.RawRecord;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.DoFn;

/**
 * Passes records on, and throws one exception after the fault's trigger file has appeared and
 * {@link #RECORDS_BEFORE} more records have passed on the same worker.
 */
final class FailOnceFn extends DoFn<RawRecord, RawRecord> {
  private static final long serialVersionUID = 1L;
  private static final int CHECK_EVERY = 64;
  private static final int RECORDS_BEFORE = 2_000;

  private final String trigger;
  private transient Map<Integer, Long> offsets;
  private transient long seen;
  private transient long armedAt;

  FailOnceFn(String trigger) {
    this.trigger = trigger;
    setup();
  }

  @Setup
  public final void setup() {
    offsets = new TreeMap<>();
    seen = 0;
    armedAt = -1;
  }

  @ProcessElement
  public void process(@Element RawRecord record, OutputReceiver<RawRecord> output) {
    if (offsets.put(record.getPartition(), record.getOffset()) == null) {
      FaultTrigger.at(trigger).resumed(record.getPartition(), record.getOffset());
    }
    output.output(record);
    if (++seen % CHECK_EVERY == 0) {
      failIfTriggered();
    }
  }

  private void failIfTriggered() {
    FaultTrigger fault = FaultTrigger.at(trigger);
    if (armedAt < 0 && fault.isSet()) {
      armedAt = seen;
    }
    if (armedAt >= 0 && seen - armedAt >= RECORDS_BEFORE && fault.claim(offsets)) {
      throw new IllegalStateException("Injected fault: the worker fails on request");
    }
  }
}
