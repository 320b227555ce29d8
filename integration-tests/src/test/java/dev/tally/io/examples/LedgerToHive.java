package dev.tally.io.examples;

import dev.tally.io.hive.HiveIO;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.JsonToRow;

/** Books ledger entries, a JSON object a line, each once, however often it runs. */
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

  /** Of a file, into the table {@code ledger} of a metastore, in a directory. */
  public static void main(String[] args) {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline
        .apply("Read", TextIO.read().from(args[0]))
        .apply("Parse", JsonToRow.withSchema(ENTRY))
        .apply(
            "Book",
            HiveIO.write(args[1], "ledger", "id", "revision")
                .at(args[2])
                .partitionedBy("day", entry -> entry.getString("day_booked")));
    pipeline.run().waitUntilFinish();
  }
}
