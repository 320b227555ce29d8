package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.NOON;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderCoder;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RawRecordCoder;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.ReceivedCoder;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithFailures;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** Touches and orders in the sequence in which they are emitted, and the campaigns. */
final class World {
  private final List<CampaignVersion> campaigns = new ArrayList<>();
  private long offset;
  private PCollection<DeadLetter> deadLetters;
  private TestStream.Builder<RawRecord> stream =
      TestStream.create(RawRecordCoder.of()).advanceWatermarkTo(NOON);

  World then(AdEvent touch) {
    return then("touches", AdEventCoder.of(), touch, touch.getBrokerTime());
  }

  World then(Order order) {
    return then("orders", OrderCoder.of(), order, order.getBrokerTime());
  }

  World then(CampaignVersion version) {
    campaigns.add(version);
    return this;
  }

  /** Moves the watermark. */
  World watermark(Instant time) {
    stream = stream.advanceWatermarkTo(time);
    return this;
  }

  World processingTime(Duration passed) {
    stream = stream.advanceProcessingTime(passed);
    return this;
  }

  /** What comes of it. */
  PCollection<AttributedOrder> attributedBy(AttributionRules rules, Pipeline pipeline) {
    PCollection<RawRecord> all = pipeline.apply("Stream", stream.advanceWatermarkToInfinity());
    CampaignViews known = known(pipeline, known());
    WithFailures.Result<PCollection<AttributedOrder>, DeadLetter> result =
        all.apply("Receive", ParDo.of(new ReceiveFn()))
            .setCoder(ReceivedCoder.of(OrderCoder.of()))
            .apply(
                "AttributeOrders",
                AttributeOrders.to(pick(all, "touches", AdEventCoder.of()), known, rules));
    deadLetters = result.failures();
    return result.output();
  }

  /** The dead letters of what was attributed last. */
  PCollection<DeadLetter> deadLetters() {
    return deadLetters;
  }

  /** All of them from the beginning: when a worker sees a version must change nothing. */
  private CampaignSnapshot known() {
    return CampaignSnapshot.of(campaigns, NOON.plus(Duration.standardDays(365)));
  }

  /** The views of a snapshot and of no changes. */
  static CampaignViews known(Pipeline pipeline, CampaignSnapshot known) {
    PCollectionView<CampaignSnapshot> snapshot =
        pipeline
            .apply("Campaigns", Create.of(known).withCoder(CampaignSnapshotCoder.of()))
            .apply("Snapshot", View.asSingleton());
    CampaignChanges none = CampaignChanges.noneSince(known.knownUntil());
    PCollectionView<CampaignChanges> changes =
        pipeline
            .apply("NoChanges", Create.of(none).withCoder(CampaignChangesCoder.of()))
            .apply("Changes", View.asSingleton());
    return new CampaignViews(snapshot, changes);
  }

  private <T> World then(String topic, Coder<T> coder, T value, Instant brokerTime) {
    try {
      byte[] payload = CoderUtils.encodeToByteArray(coder, value);
      stream =
          stream.addElements(
              TimestampedValue.of(
                  RawRecord.of("us", topic, 0, offset++, brokerTime, payload), brokerTime));
      return this;
    } catch (CoderException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> PCollection<T> pick(PCollection<RawRecord> all, String topic, Coder<T> coder) {
    return all.apply("Pick " + topic, ParDo.of(new PickFn<>(topic, coder))).setCoder(coder);
  }

  private static final class ReceiveFn extends DoFn<RawRecord, Received<Order>> {
    @ProcessElement
    public void process(@Element RawRecord record, OutputReceiver<Received<Order>> out)
        throws CoderException {
      if (record.getTopic().equals("orders")) {
        Order order = CoderUtils.decodeFromByteArray(OrderCoder.of(), record.getPayload());
        out.output(Received.of(order, record));
      }
    }
  }

  private static final class PickFn<T> extends DoFn<RawRecord, T> {
    private final String topic;
    private final Coder<T> coder;

    PickFn(String topic, Coder<T> coder) {
      this.topic = topic;
      this.coder = coder;
    }

    @ProcessElement
    public void process(@Element RawRecord record, OutputReceiver<T> out) throws CoderException {
      if (record.getTopic().equals(topic)) {
        out.output(CoderUtils.decodeFromByteArray(coder, record.getPayload()));
      }
    }
  }
}
