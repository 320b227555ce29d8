package dev.tally.bench;

import java.util.UUID;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/**
 * The rows that {@code ./tally bench olap} writes. Each row is a function of its number and its
 * revision; they are of three days.
 */
final class OlapRows {
  static final String KEY = "record_uuid";
  static final String REVISION = "revision";
  static final String TIME = "minute_ms";
  static final long DAY_MILLIS = 86_400_000;
  static final long FIRST_MILLIS = 1_767_571_200_000L;

  static final Schema SCHEMA =
      Schema.builder()
          .addStringField(KEY)
          .addInt64Field(REVISION)
          .addStringField("region")
          .addStringField("ad_id")
          .addStringField("campaign_id")
          .addStringField("store_id")
          .addInt64Field(TIME)
          .addInt64Field("impressions")
          .addInt64Field("clicks")
          .addInt64Field("spend_micros")
          .build();

  private static final int MINUTES = 3 * 1_440;

  private OlapRows() {}

  static String key(long number) {
    return new UUID(number * 0x9E3779B97F4A7C15L, number).toString();
  }

  /** Returns a row; its clicks equal its revision. */
  static Row row(long number, long revision) {
    return Row.withSchema(SCHEMA)
        .addValues(key(number), revision, number % 2 == 0 ? "eu" : "us")
        .addValues("ad-" + number % 5_000, "campaign-" + number % 500, "store-" + number % 50)
        .addValues(
            FIRST_MILLIS + number % MINUTES * 60_000, 10 * revision, revision, revision * 210)
        .build();
  }

  /** Creates the row of a number. */
  static final class MakeFn extends DoFn<Long, Row> {
    private static final long serialVersionUID = 1L;
    private final long revision;

    MakeFn(long revision) {
      this.revision = revision;
    }

    @ProcessElement
    public void process(@Element Long number, OutputReceiver<Row> out) {
      out.output(row(number, revision));
    }
  }
}
