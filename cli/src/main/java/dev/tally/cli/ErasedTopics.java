package dev.tally.cli;

import dev.tally.operations.erase.EraseSettings;
import dev.tally.operations.erase.UserPlace;
import dev.tally.transforms.codec.DefaultNames;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options that name the topics that an erasure reads. */
final class ErasedTopics {
  @Option(
      names = "--adEventsTopic",
      paramLabel = "NAME",
      defaultValue = DefaultNames.AD_EVENTS,
      description = "The topic of raw ad events (default: ${DEFAULT-VALUE}).")
  private String adEvents;

  @Option(
      names = "--ordersTopic",
      paramLabel = "NAME",
      defaultValue = DefaultNames.ORDERS,
      description = "The topic of raw orders (default: ${DEFAULT-VALUE}).")
  private String orders;

  @Option(
      names = "--cleanAdEventsTopic",
      paramLabel = "NAME",
      defaultValue = DefaultNames.CLEAN_AD_EVENTS,
      description = "The topic of accepted ad events (default: ${DEFAULT-VALUE}).")
  private String cleanAdEvents;

  @Option(
      names = "--attributedOrdersTopic",
      paramLabel = "NAME",
      defaultValue = DefaultNames.ATTRIBUTED_ORDERS,
      description = "The topic of the region's attributed orders (default: ${DEFAULT-VALUE}).")
  private String attributedOrders;

  @Option(
      names = "--allAttributedOrdersTopic",
      paramLabel = "NAME",
      defaultValue = DefaultNames.ALL_ATTRIBUTED_ORDERS,
      description =
          "The topic that Pinot's table reads, to which the command writes the orders without"
              + " their user ids (default: ${DEFAULT-VALUE}).")
  private String allAttributedOrders;

  @Option(
      names = "--deadLettersTopic",
      paramLabel = "NAME",
      defaultValue = DefaultNames.DEAD_LETTERS,
      description = "The topic of dead letters (default: ${DEFAULT-VALUE}).")
  private String deadLetters;

  @Option(
      names = "--erasuresTopic",
      paramLabel = "NAME",
      defaultValue = DefaultNames.ERASURES,
      description =
          "The topic with the fingerprint of each erased user; the command creates it (default:"
              + " ${DEFAULT-VALUE}).")
  private String erasures;

  EraseSettings.Topics topics() {
    Map<UserPlace, String> byPlace = new EnumMap<>(UserPlace.class);
    byPlace.put(UserPlace.AD_EVENTS, adEvents);
    byPlace.put(UserPlace.ORDERS, orders);
    byPlace.put(UserPlace.CLEAN_AD_EVENTS, cleanAdEvents);
    byPlace.put(UserPlace.ATTRIBUTED_ORDERS, attributedOrders);
    byPlace.put(UserPlace.ALL_ATTRIBUTED_ORDERS, allAttributedOrders);
    byPlace.put(UserPlace.DEAD_LETTERS, deadLetters);
    return new EraseSettings.Topics(Map.copyOf(byPlace), erasures);
  }
}
