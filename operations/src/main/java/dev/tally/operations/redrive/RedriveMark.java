package dev.tally.operations.redrive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The commit marker of a redriven letter, which is stored in the transaction that sends its
 * payload.
 *
 * @param letter the location of the letter; the key of the mark
 * @param sentTo the position of the payload's new record, for example {@code ad-events-3@5012}
 * @param redrives how often the payload was sent again, this time included
 */
record RedriveMark(String letter, String sentTo, int redrives) {
  private static final ObjectMapper JSON = new ObjectMapper();

  byte[] encode() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("letter", letter);
    fields.put("sent_to", sentTo);
    fields.put("redrives", redrives);
    try {
      return JSON.writeValueAsBytes(fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RedriveMark decode(byte[] value) throws IOException {
    JsonNode json = JSON.readTree(value);
    if (!json.hasNonNull("letter") || !json.hasNonNull("sent_to")) {
      throw new IOException(
          "The topic of redriven letters contains a record that is not from ./tally redrive: name another topic with --redrivenTopic.");
    }
    return new RedriveMark(
        json.get("letter").asText(), json.get("sent_to").asText(), json.path("redrives").asInt(1));
  }
}
