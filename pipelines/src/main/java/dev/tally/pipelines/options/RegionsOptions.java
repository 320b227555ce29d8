package dev.tally.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of a job that can read several regions. */
public interface RegionsOptions extends JobOptions {
  @Description(
      "Name of the job's own region. Savepoints identify each region by its name, so the name must"
          + " not change; the addresses of its Kafka may.")
  @Default.String("local")
  String getRegion();

  void setRegion(String value);

  @Description(
      "Names and bootstrap servers of the other regions that the job reads, separated by semicolons,"
          + " e.g. \"eu=eu-1:9092,eu-2:9092;asia=asia-1:9092\". The job writes only to its own"
          + " region.")
  @Default.String("")
  String getOtherRegions();

  void setOtherRegions(String value);
}
