package dev.tally.io.examples;

import dev.tally.io.kafka.Delivery;
import dev.tally.io.pinot.PinotIO;
import dev.tally.io.pinot.PinotTable;
import dev.tally.io.pinot.PinotTables;
import java.net.URI;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.Row;

/**
 * Writes sensor readings to Pinot. Arguments: the controller, and the bootstrap servers of the
 * Kafka cluster with the topic {@code readings}, which must be LogAppendTime.
 */
public final class SensorReadings {
  public static void main(String[] args) {
    URI controller = URI.create(args[0]);
    PinotTable table =
        PinotTable.of("readings", "readings", args[1], "at")
            .withPrimaryKey("sensor")
            .withMetric("celsius", PinotTable.Type.DOUBLE);
    PinotTables.at(controller).apply(table);
    Schema reading =
        Schema.builder()
            .addStringField("sensor")
            .addInt64Field("revision")
            .addInt64Field("at")
            .addDoubleField("celsius")
            .build();
    Row first = Row.withSchema(reading).addValues("cellar", 1L, 1_767_571_200_000L, 11.5).build();
    Row mended = Row.withSchema(reading).addValues("cellar", 2L, 1_767_571_200_000L, 12.0).build();
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply("Readings", Create.of(first, mended, first).withRowSchema(reading))
        .apply(PinotIO.write(controller, table, "sensors").withDelivery(Delivery.AT_LEAST_ONCE));
    pipeline.run().waitUntilFinish();
  }
}
