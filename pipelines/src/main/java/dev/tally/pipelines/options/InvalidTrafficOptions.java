package dev.tally.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Options that determine which events are invalid traffic (docs/invalid-traffic.md). */
public interface InvalidTrafficOptions extends PipelineOptions {
  @Description(
      "File of user agents of bots, one part of a user agent per line. Events whose user_agent"
          + " contains one of them, ignoring case, are also counted as invalid. Default: no list.")
  @Nullable String getBotList();

  void setBotList(@Nullable String value);

  @Description(
      "File of IP addresses and networks of data centers, one per line, e.g. 192.0.2.0/24. Events"
          + " whose ip is in the list are also counted as invalid. Default: no list.")
  @Nullable String getDataCenterList();

  void setDataCenterList(@Nullable String value);

  @Description("Whether events whose user id is a placeholder are also counted as invalid.")
  @Default.Boolean(false)
  boolean getInvalidPlaceholderUsers();

  void setInvalidPlaceholderUsers(boolean value);

  @Description(
      "If a user has more clicks than this in one UTC hour of event time, all of them are also"
          + " counted as invalid; 0 turns this off. If the option is set at a restore, it applies to"
          + " the clicks that are read from then on.")
  @Default.Integer(0)
  @Range(from = "0", to = "100000")
  int getMaxClicksPerUserHour();

  void setMaxClicksPerUserHour(int value);
}
