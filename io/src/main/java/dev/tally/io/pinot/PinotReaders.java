package dev.tally.io.pinot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds how far the tables of a Pinot cluster have read a Kafka topic. Pinot stores offsets in its
 * segments and commits them to no consumer group.
 *
 * <p>Errors: {@link PinotException} if the controller does not respond.
 */
public final class PinotReaders {
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);
  private static final String CONSUMING = "CONSUMING";

  private final ControllerClient controller;

  private PinotReaders(ControllerClient controller) {
    this.controller = controller;
  }

  /** Creates a client of the controller at this address. */
  public static PinotReaders at(URI controller) {
    return new PinotReaders(new ControllerClient(controller, MAX_WAIT));
  }

  /**
   * Returns the offsets of the first records that are not in a committed segment, by table and
   * partition. A server that restarts reads from these offsets again. Tables over other topics are
   * not included; a partition that a table has not read is missing.
   */
  public Map<String, Map<Integer, Long>> offsets(String topic) {
    Map<String, Map<Integer, Long>> offsets = new TreeMap<>();
    for (JsonNode name : get("/tables?type=realtime").path("tables")) {
      String table = name.asText().replaceFirst("_REALTIME$", "");
      if (topic.equals(topicOf(table))) {
        offsets.put(table, offsetsOf(table));
      }
    }
    return offsets;
  }

  private String topicOf(String table) {
    return get("/tables/" + table + "?type=realtime")
        .at("/REALTIME/tableIndexConfig/streamConfigs")
        .path(TableJson.TOPIC)
        .asText();
  }

  private Map<Integer, Long> offsetsOf(String table) {
    JsonNode segments = get("/tables/" + table + "/idealstate?tableType=realtime").path("REALTIME");
    Map<Integer, ConsumedSegment> last = new HashMap<>();
    segments
        .properties()
        .forEach(
            segment -> {
              boolean open = segment.getValue().toString().contains('"' + CONSUMING + '"');
              ConsumedSegment.of(segment.getKey(), open)
                  .ifPresent(s -> last.merge(s.partition(), s, ConsumedSegment::later));
            });
    Map<Integer, Long> offsets = new HashMap<>();
    last.forEach((partition, segment) -> offsets.put(partition, offset(table, segment)));
    return offsets;
  }

  private long offset(String table, ConsumedSegment segment) {
    JsonNode metadata =
        get("/segments/%s/%s/metadata".formatted(table + "_REALTIME", segment.name()));
    String offset = segment.open() ? "segment.realtime.startOffset" : "segment.realtime.endOffset";
    return metadata.path(offset).asLong(0);
  }

  private JsonNode get(String path) {
    return controller.get(path).orElseGet(MissingNode::getInstance);
  }
}
