package dev.tally.pipelines.attribution;

import dev.tally.pipelines.ports.WritePort;
import dev.tally.transforms.enrich.OrderService;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.RawRecord;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/** Where the attribution job meets the world. Tests plug others into the same job. */
public interface AttributionPorts {
  /** Orders of all regions, stamped with their broker time. */
  PTransform<PBegin, PCollection<RawRecord>> orders();

  /** Accepted ad events of all regions, each once, stamped with their broker time. */
  PTransform<PBegin, PCollection<RawRecord>> cleanAdEvents();

  /** All versions of all campaigns, stamped with their broker time. */
  PTransform<PBegin, PCollection<RawRecord>> campaigns();

  /** Tells details of orders; {@link OrderService#absent} if nobody does. */
  OrderService orderService();

  /** Takes each order with its credit, with a higher revision each time that it changes. */
  WritePort<AttributedOrder> attributedOrders();

  /** Takes what can never be processed, whole. */
  PTransform<PCollection<DeadLetter>, PDone> deadLetters();
}
