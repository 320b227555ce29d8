package dev.tally.io.pinot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The segments of a REALTIME table, accessed through Pinot's controller. */
final class SegmentTable {
  private final ControllerClient controller;
  private final String table;

  SegmentTable(ControllerClient controller, String table) {
    this.controller = controller;
    this.table = table;
  }

  String name() {
    return table;
  }

  /**
   * An existing segment.
   *
   * @param assigned true if servers are assigned to it; false while it is being uploaded, or after
   *     an interrupted upload
   */
  record StoredSegment(long crc, long rows, boolean assigned) {}

  Optional<StoredSegment> find(String segment) {
    return controller
        .get("/segments/%s_REALTIME/%s/metadata".formatted(table, segment))
        .map(
            found ->
                new StoredSegment(
                    found.path("segment.crc").asLong(),
                    found.path("segment.total.docs").asLong(),
                    view("idealstate").has(segment)));
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    controller
        .get("/segments/" + table + "?type=REALTIME")
        .ifPresent(
            f -> f.findValues("REALTIME").forEach(l -> l.forEach(n -> names.add(n.asText()))));
    return names;
  }

  /**
   * Returns the state of each segment on each server, as {@code idealstate} or {@code
   * externalview}.
   */
  JsonNode view(String which) {
    return controller
        .get("/tables/%s/%s?tableType=realtime".formatted(table, which))
        .map(found -> found.path("REALTIME"))
        .orElseGet(MissingNode::getInstance);
  }

  /** Returns what the servers report about each segment: {@code crc}, {@code totalDocs}. */
  JsonNode serverMetadata() {
    return controller
        .get("/segments/%s_REALTIME/metadata".formatted(table))
        .orElseGet(MissingNode::getInstance);
  }

  /** Uploads a segment whose name must be new, in a single attempt. */
  HttpResponse<String> add(Path tar) throws IOException {
    return controller.upload(path(), tar);
  }

  private String path() {
    return "/v2/segments?tableType=REALTIME&allowRefresh=false&tableName=" + table;
  }
}
