package dev.tally.bench;

import dev.tally.transforms.attribute.AttributeOrders;
import dev.tally.transforms.attribute.AttributionRules;
import dev.tally.transforms.attribute.CampaignViews;
import dev.tally.transforms.attribute.SnapshotCampaigns;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.CampaignVersionCoder;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderCoder;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.ReceivedCoder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Attributes the orders of {@link Traffic} with Tally's {@link AttributeOrders}, with campaigns as
 * a side input.
 */
final class BeamAttribution {
  private static final TupleTag<AdEvent> TOUCHES = new TupleTag<>("touches");
  private static final TupleTag<Order> ORDERS = new TupleTag<>("orders");

  private BeamAttribution() {}

  static BenchJob start(JobSettings settings, MakeArrivals arrivals) {
    String run = arrivals.load().run();
    Pipeline pipeline = Pipeline.create(settings.options(run));
    CampaignViews campaigns =
        pipeline
            .apply("Campaigns", Read.from(new BlockSource(campaigns(run))))
            .apply("MakeCampaigns", ParDo.of(new MakeCampaignsFn(campaigns(run))))
            .setCoder(CampaignVersionCoder.of())
            .apply("SnapshotCampaigns", SnapshotCampaigns.create());
    PCollectionTuple made =
        pipeline
            .apply("Blocks", Read.from(new BlockSource(arrivals.load())))
            .apply(
                "MakeArrivals",
                ParDo.of(new MakeFn(arrivals)).withOutputTags(TOUCHES, TupleTagList.of(ORDERS)));
    made.get(ORDERS)
        .setCoder(OrderCoder.of())
        .apply("Received", ParDo.of(new ReceiveFn()))
        .setCoder(ReceivedCoder.of(OrderCoder.of()))
        .apply(
            "AttributeOrders",
            AttributeOrders.to(
                made.get(TOUCHES).setCoder(AdEventCoder.of()),
                campaigns,
                AttributionRules.defaults()))
        .output()
        .apply("LogCredit", ParDo.of(new LogCreditFn(run)));
    PipelineResult result = pipeline.run();
    return result::cancel;
  }

  /**
   * Returns the load of campaign versions: all of them are emitted right after the first
   * checkpoint, and then the watermark advances beyond every order.
   */
  private static Load campaigns(String run) {
    int count = Traffic.campaigns().size();
    return new Load(run + "-campaigns", count, Load.UNLIMITED, 0, Traffic::watermarkOfCampaigns);
  }

  private static final class MakeCampaignsFn extends DoFn<Long, CampaignVersion> {
    private static final long serialVersionUID = 1L;
    private final Load load;

    MakeCampaignsFn(Load load) {
      this.load = load;
    }

    @ProcessElement
    public void process(@Element Long block, OutputReceiver<CampaignVersion> out) {
      load.forEach(block, index -> out.output(Traffic.campaigns().get((int) index)));
    }
  }

  private static final class MakeFn extends DoFn<Long, AdEvent> {
    private static final long serialVersionUID = 1L;
    private final MakeArrivals arrivals;

    MakeFn(MakeArrivals arrivals) {
      this.arrivals = arrivals;
    }

    @ProcessElement
    public void process(@Element Long block, MultiOutputReceiver out) {
      OutputReceiver<AdEvent> touches = out.get(TOUCHES);
      OutputReceiver<Order> orders = out.get(ORDERS);
      arrivals.make(block, touches::output, orders::output);
    }
  }

  /** Adds to an order the record from which it was decoded; here the record has no payload. */
  private static final class ReceiveFn extends DoFn<Order, Received<Order>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element Order order, OutputReceiver<Received<Order>> out) {
      out.output(
          Received.of(
              order,
              RawRecord.of(order.getRegion(), "orders", 0, 0, order.getBrokerTime(), new byte[0])));
    }
  }

  private static final class LogCreditFn extends DoFn<AttributedOrder, Void> {
    private static final long serialVersionUID = 1L;
    private final String run;

    LogCreditFn(String run) {
      this.run = run;
    }

    @ProcessElement
    public void process(@Element AttributedOrder order) {
      String touch = order.credits().isEmpty() ? "" : order.credits().get(0).touch().eventId();
      CreditLog.of(run)
          .add(order.order().getOrderId(), new Credited(order.creditRevision(), touch));
    }
  }
}
