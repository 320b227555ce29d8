package dev.tally.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of a job that reads more than its own region. */
public interface RegionsOptions extends JobOptions {
  @Description(
      "Name of the job's own region. Savepoints know each region by its name: it stays, where its"
          + " Kafka may move.")
  @Default.String("local")
  String getRegion();

  void setRegion(String value);

  @Description(
      "Names and bootstrap servers of the other regions' Kafkas, which are read too, a semicolon"
          + " between regions; e.g. \"eu=eu-1:9092,eu-2:9092;asia=asia-1:9092\". The job writes to"
          + " its own region only.")
  @Default.String("")
  String getOtherRegions();

  void setOtherRegions(String value);
}
