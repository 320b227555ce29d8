package dev.tally.pipelines.union;

import static dev.tally.transforms.codec.RecordType.AD_METRIC;
import static dev.tally.transforms.codec.RecordType.ATTRIBUTED_ORDER;
import static dev.tally.transforms.codec.RecordType.CAMPAIGN_REACH;

import dev.tally.runners.manifest.KeepManifest;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.codec.RecordRows;
import dev.tally.transforms.codec.RecordType;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.RevisedRecord;
import dev.tally.transforms.union.UnionRegions;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.Row;

/**
 * Merges the records of all regions. The job runs in every region and reads all regions, so the
 * result of any single instance is complete.
 *
 * <pre>
 * ad-metrics, of each region ────────► DecodeAdMetrics ────────► UnionAdMetrics ───────┬► all-ad-metrics
 *                                                                                      └► Hive, ClickHouse: ad_metrics
 * attributed-orders, of each region ─► DecodeAttributedOrders ─► UnionAttributedOrders ┬► all-attributed-orders
 *                                                │                                     └► Hive, ClickHouse: attributed_orders
 *                                                └─► dead-letters
 * campaign-reach, of the own region ─► DecodeCampaignReach ─────────────────────────────► Hive: campaign_reach
 * </pre>
 *
 * <p>The reach of campaigns is read in the own region only, because the reach job that writes it
 * reads all regions. It is loaded only if the options name its topic.
 *
 * <p>Pinot consumes the topics itself. Hive stores each revision of a record once, and Pinot and
 * ClickHouse return only the highest revision, so the jobs of several regions may load the same
 * store.
 */
public final class UnionJob {
  private UnionJob() {}

  /** Adds the job's steps to the pipeline. Their names are part of the savepoint contract. */
  public static void build(Pipeline pipeline, UnionPorts ports) {
    pipeline.apply(KeepManifest.STEP, ports.manifest());
    List<PCollection<DeadLetter>> rejected = new ArrayList<>();
    PCollection<RevisedRecord> metrics =
        pipeline
            .apply("ReadAdMetrics", ports.adMetrics())
            .apply("DecodeAdMetrics", DecodeRecords.adMetrics())
            .failuresTo(rejected)
            .apply("UnionAdMetrics", UnionRegions.create());
    metrics.apply("WriteAllAdMetrics", ports.allAdMetrics()).failuresTo(rejected);
    load(metrics, AD_METRIC, "AdMetrics", ports.adMetricStores());
    PCollection<RevisedRecord> orders =
        pipeline
            .apply("ReadAttributedOrders", ports.attributedOrders())
            .apply("DecodeAttributedOrders", DecodeRecords.attributedOrders())
            .failuresTo(rejected)
            .apply("UnionAttributedOrders", UnionRegions.create());
    orders.apply("WriteAllAttributedOrders", ports.allAttributedOrders()).failuresTo(rejected);
    load(orders, ATTRIBUTED_ORDER, "AttributedOrders", ports.attributedOrderStores());
    loadReach(pipeline, ports, rejected);
    PCollectionList.of(rejected)
        .apply("FlattenDeadLetters", Flatten.pCollections())
        .apply("WriteDeadLetters", ports.deadLetters());
  }

  private static void loadReach(
      Pipeline pipeline, UnionPorts ports, List<PCollection<DeadLetter>> rejected) {
    List<RowStore> stores = ports.campaignReachStores();
    if (!stores.isEmpty()) {
      PCollection<RevisedRecord> reach =
          pipeline
              .apply("ReadCampaignReach", ports.campaignReach())
              .apply("DecodeCampaignReach", DecodeRecords.campaignReach())
              .failuresTo(rejected)
              .apply("UnwrapCampaignReach", UnionRegions.create());
      load(reach, CAMPAIGN_REACH, "CampaignReach", stores);
    }
  }

  private static void load(
      PCollection<RevisedRecord> records, RecordType type, String name, List<RowStore> stores) {
    if (!stores.isEmpty()) {
      PCollection<Row> rows = records.apply("RowsOf" + name, RecordRows.of(type));
      stores.forEach(store -> rows.apply("Load" + name + "Into" + store.name(), store.load()));
    }
  }
}
