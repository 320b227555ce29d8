package dev.tally.pipelines.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.io.orders.OrderApi;
import dev.tally.pipelines.NoManifest;
import dev.tally.pipelines.StepNames;
import dev.tally.pipelines.ports.WritePort;
import dev.tally.transforms.attribute.AttributionRules;
import dev.tally.transforms.enrich.OrderService;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.PlaceholderIds;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RawRecordCoder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class AttributionJobTest {
  @Test
  void keepsTheNamesOfItsSteps() {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    AttributionJob.build(
        pipeline,
        AttributionRules.defaults(),
        new AttributionJob.Cleansing(Duration.standardMinutes(5), PlaceholderIds.standard()),
        new NoPorts());
    assertThat(StepNames.of(pipeline))
        .as("renamed steps lose their state at the next restore: see docs/adr")
        .containsExactlyElementsOf(StepNames.golden("/attribution-steps.txt"));
  }

  /** Ports without input and output. */
  private static final class NoPorts implements AttributionPorts {
    @Override
    public PTransform<PBegin, PDone> manifest() {
      return new NoManifest();
    }

    @Override
    public PTransform<PBegin, PCollection<byte[]>> start() {
      return Impulse.create();
    }

    @Override
    public PTransform<PBegin, PCollection<RawRecord>> orders() {
      return Create.empty(RawRecordCoder.of());
    }

    @Override
    public PTransform<PBegin, PCollection<RawRecord>> cleanAdEvents() {
      return Create.empty(RawRecordCoder.of());
    }

    @Override
    public PTransform<PBegin, PCollection<RawRecord>> campaigns() {
      return Create.empty(RawRecordCoder.of());
    }

    @Override
    public OrderService orderService() {
      return new HttpOrderService(OrderApi.at("http://localhost:1"));
    }

    @Override
    public WritePort<AttributedOrder> attributedOrders() {
      return WritePort.accepting(new Drop<>());
    }

    @Override
    public PTransform<PCollection<DeadLetter>, PDone> deadLetters() {
      return new Drop<>();
    }
  }

  private static final class Drop<T> extends PTransform<PCollection<T>, PDone> {
    @Override
    public PDone expand(PCollection<T> input) {
      return PDone.in(input.getPipeline());
    }
  }
}
