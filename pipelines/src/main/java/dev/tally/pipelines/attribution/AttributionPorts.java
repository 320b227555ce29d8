package dev.tally.pipelines.attribution;

import dev.tally.pipelines.ports.WritePort;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.enrich.OrderService;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.RawRecord;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/** The inputs and outputs of the attribution job. Tests pass their own ports to the same job. */
public interface AttributionPorts {
  /** Decodes raw orders. Default: Tally's own JSON. */
  default DecodeRecords<Order> ordersFormat() {
    return DecodeRecords.orders();
  }

  /** Decodes raw campaigns. Default: Tally's own JSON. */
  default DecodeRecords<CampaignVersion> campaignsFormat() {
    return DecodeRecords.campaigns();
  }

  /** Reads the orders of all regions; their timestamps are their broker times. */
  PTransform<PBegin, PCollection<RawRecord>> orders();

  /**
   * Reads the accepted ad events of all regions, each once; their timestamps are their broker
   * times.
   */
  PTransform<PBegin, PCollection<RawRecord>> cleanAdEvents();

  /** Reads all versions of all campaigns; their timestamps are their broker times. */
  PTransform<PBegin, PCollection<RawRecord>> campaigns();

  /** Emits one element when the job starts, and none when it is restored. */
  PTransform<PBegin, PCollection<byte[]>> start();

  /** Returns the service that looks up details of orders, or {@link OrderService#absent}. */
  OrderService orderService();

  /** Writes each order with its credit, with a higher revision each time it changes. */
  WritePort<AttributedOrder> attributedOrders();

  /**
   * Writes records that can never be processed. A payload that is too large for the destination is
   * omitted.
   */
  PTransform<PCollection<DeadLetter>, PDone> deadLetters();

  /** Stores the settings on which the job's state depends. */
  PTransform<PBegin, PDone> manifest();
}
