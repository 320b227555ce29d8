package dev.tally.io.examples;

import dev.tally.io.hive.HiveIO;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.JsonToRow;

/**
 * Writes ledger entries, one JSON object per line, into a Hive table. Each entry is written once,
 * however often the program runs.
 */
public final class LedgerToHive {
  private static final Schema ENTRY =
      Schema.builder()
          .addStringField("id")
          .addInt64Field("revision")
          .addStringField("account")
          .addStringField("day_booked")
          .addInt64Field("cents")
          .build();

  private LedgerToHive() {}

  /**
   * Arguments: a file of entries, the address of a metastore, and the directory of the table {@code
   * ledger}.
   */
  public static void main(String[] args) {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline
        .apply("Read", TextIO.read().from(args[0]))
        .apply("Parse", JsonToRow.withSchema(ENTRY))
        .apply(
            "Book",
            HiveIO.write(args[1], "ledger", "id", "revision")
                .withLocation(args[2])
                .partitionedBy("day", entry -> entry.getString("day_booked")));
    pipeline.run().waitUntilFinish();
  }
}
