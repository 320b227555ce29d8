package dev.tally.pipelines.options;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Parses the names and bootstrap servers of regions from the options. */
final class RegionNames {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern REGION = Pattern.compile("([^=]*)=([^=]*)");
  private static final String EXAMPLE =
      "e.g. --otherRegions='eu=eu-1:9092,eu-2:9092;asia=asia-1:9092'";

  private final Map<String, String> servers = new LinkedHashMap<>();
  private final Map<String, String> regionByBroker = new HashMap<>();
  private final List<String> wrong = new ArrayList<>();

  private RegionNames() {}

  /**
   * Parses the options.
   *
   * @param ownServers the bootstrap servers of the job's own region
   */
  static RegionNames of(String own, String ownServers, String others) {
    RegionNames names = new RegionNames();
    names.add(own, ownServers);
    for (String other : others.split(";", -1)) {
      if (!other.isBlank()) {
        names.addOther(other);
      }
    }
    return names;
  }

  /**
   * Returns the sorted names of the other regions, e.g. {@code "asia,eu"}; empty if there are none.
   */
  static String others(RegionsOptions options) {
    return of(options.getRegion(), "", options.getOtherRegions()).servers().keySet().stream()
        .skip(1)
        .sorted()
        .collect(Collectors.joining(","));
  }

  /** Returns the bootstrap servers by region name, the job's own region first. */
  Map<String, String> servers() {
    return servers;
  }

  /** Returns the problems found; each message says what to do. */
  List<String> problems() {
    return wrong;
  }

  private void addOther(String other) {
    Matcher region = REGION.matcher(other);
    if (region.matches()) {
      add(region.group(1).strip(), region.group(2).strip());
    } else if (other.contains("=")) {
      wrong.add(
          "--otherRegions: in \"%s\" a semicolon is missing between regions; commas separate the brokers of one region, %s."
              .formatted(other.strip(), EXAMPLE));
    } else {
      wrong.add(
          "--otherRegions: \"%s\" has no region name: write NAME=HOST:PORT,… with a semicolon between regions, %s. Savepoints identify a region by its name."
              .formatted(other.strip(), EXAMPLE));
    }
  }

  private void add(String name, String addresses) {
    if (!NAME.matcher(name).matches()) {
      wrong.add(
          "\"%s\" is not a valid region name: use 1 to 64 letters, digits, dots, underscores and hyphens, %s."
              .formatted(name, EXAMPLE));
    } else if (servers.put(name, addresses) != null) {
      wrong.add(
          "Two regions are named %s: choose a unique name for each; --region sets the name of the job's own region."
              .formatted(name));
    } else {
      addBrokers(name, addresses);
    }
  }

  private void addBrokers(String name, String addresses) {
    for (String address : addresses.split(",", -1)) {
      String broker = address.strip().toLowerCase(Locale.ROOT);
      String before = broker.isEmpty() ? null : regionByBroker.put(broker, name);
      if (before != null && !before.equals(name)) {
        wrong.add(
            "%s is a broker of region %s and of region %s: list each region once, and the job's own region only in --bootstrapServers."
                .formatted(broker, before, name));
      }
    }
  }
}
