package dev.tally.scenarios.demo;

import dev.tally.pipelines.aggregation.AggregationPorts;
import dev.tally.pipelines.ports.WritePort;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.RawRecord;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * Wraps the ports of the aggregation job; its read of ad events fails once when a {@link
 * FaultTrigger} is set.
 */
public final class FaultyPorts implements AggregationPorts {
  private final AggregationPorts ports;
  private final Path trigger;

  /**
   * Wraps ports.
   *
   * @param trigger the trigger file of the {@link FaultTrigger}, on this machine
   */
  public FaultyPorts(AggregationPorts ports, Path trigger) {
    this.ports = ports;
    this.trigger = trigger;
  }

  @Override
  public PTransform<PBegin, PCollection<RawRecord>> adEvents() {
    return new FaultyRead(ports.adEvents(), trigger.toString());
  }

  @Override
  public Optional<WritePort<AdEvent>> cleanAdEvents() {
    return ports.cleanAdEvents();
  }

  @Override
  public WritePort<AdMetric> adMetrics() {
    return ports.adMetrics();
  }

  @Override
  public PTransform<PCollection<DeadLetter>, PDone> deadLetters() {
    return ports.deadLetters();
  }

  @Override
  public PTransform<PBegin, PDone> manifest() {
    return ports.manifest();
  }

  private static final class FaultyRead extends PTransform<PBegin, PCollection<RawRecord>> {
    private static final long serialVersionUID = 1L;
    private final PTransform<PBegin, PCollection<RawRecord>> read;
    private final String trigger;

    FaultyRead(PTransform<PBegin, PCollection<RawRecord>> read, String trigger) {
      this.read = read;
      this.trigger = trigger;
    }

    @Override
    public PCollection<RawRecord> expand(PBegin input) {
      PCollection<RawRecord> records = input.apply("Records", read);
      return records
          .apply("FailOnce", ParDo.of(new FailOnceFn(trigger)))
          .setCoder(records.getCoder());
    }
  }
}
