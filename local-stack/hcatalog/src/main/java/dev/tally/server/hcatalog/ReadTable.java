package dev.tally.server.hcatalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.io.hcatalog.HCatalogIO;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.hive.hcatalog.data.HCatRecord;

/**
 * Reads a Hive table with HCatalogIO on the DirectRunner and writes its rows to a file.
 *
 * <p>Input: the metastore's address, e.g. {@code thrift://127.0.0.1:9083}; the database; the table;
 * the file.
 *
 * <p>Output: one line per row, in any order: a JSON array of its columns, the partition columns
 * last.
 *
 * <p>Limits: primitive columns only; slow if a table has many files.
 */
public final class ReadTable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ARGUMENTS = 4;

  private ReadTable() {}

  public static void main(String[] args) {
    if (args.length != ARGUMENTS) {
      throw new IllegalArgumentException(
          "Four arguments are needed: metastore database table file.");
    }
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline
        .apply(
            "Read",
            HCatalogIO.read()
                .withConfigProperties(Map.of("hive.metastore.uris", args[0]))
                .withDatabase(args[1])
                .withTable(args[2]))
        .apply("ToJson", MapElements.into(TypeDescriptors.strings()).via(ReadTable::line))
        .apply("Write", TextIO.write().to(args[3]).withoutSharding());
    pipeline.run().waitUntilFinish();
  }

  private static String line(HCatRecord row) {
    try {
      return JSON.writeValueAsString(row.getAll());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A row cannot be written as JSON", e);
    }
  }
}
