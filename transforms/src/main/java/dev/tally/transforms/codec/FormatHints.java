package dev.tally.transforms.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tally.transforms.json.StrictJson;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.Verdict;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes values that another tool has wrapped or encoded, so that the detail of a dead letter
 * names what the value is and what to do. It is called for rejected values only, and its time is
 * linear in their length.
 */
final class FormatHints {
  private static final Set<Reason> EXPLAINED =
      EnumSet.of(Reason.NOT_JSON, Reason.INVALID_UTF8, Reason.MISSING_FIELD);

  private static final int CONFLUENT_HEADER_BYTES = 5;

  private FormatHints() {}

  /**
   * Returns the same format, with a hint in the detail of each rejection whose value is recognized.
   */
  static <T> WireFormat<T> explained(WireFormat<T> format) {
    return (value, maxBytes, brokerTime) ->
        explained(format.decode(value, maxBytes, brokerTime), value);
  }

  /**
   * Returns the same verdict, with a hint in the detail of a rejection if its value is recognized.
   */
  static <T> Verdict<T> explained(Verdict<T> verdict, byte @Nullable [] value) {
    if (value != null
        && verdict instanceof Verdict.Refused<T> refused
        && EXPLAINED.contains(refused.reason())) {
      String hint = hint(value, refused.reason());
      if (hint != null) {
        return Verdict.refused(refused.reason(), refused.detail() + "; looks like " + hint);
      }
    }
    return verdict;
  }

  private static @Nullable String hint(byte[] value, Reason reason) {
    String encoding = encoding(value);
    if (encoding != null || reason == Reason.INVALID_UTF8) {
      return encoding;
    }
    String text = new String(value, UTF_8).strip();
    if (reason == Reason.MISSING_FIELD) {
      return envelope(text);
    }
    return switch (text.isEmpty() ? ' ' : text.charAt(0)) {
      case ' ' -> "a blank line: do not send blank lines";
      case '[' -> "an array: send one object per record";
      case '"' -> "JSON inside a JSON string: send the object itself, not a string";
      case '{' -> BrokenObject.flaw(text);
      default ->
          text.indexOf(',') > 0 || text.indexOf('\t') > 0
              ? "comma- or tab-separated text: send one JSON object per record"
              : null;
    };
  }

  private static @Nullable String encoding(byte[] value) {
    if (startsWith(value, 0xEF, 0xBB, 0xBF)) {
      return "text with a byte order mark: write UTF-8 without one";
    }
    if (startsWith(value, 0xFF, 0xFE)
        || startsWith(value, 0xFE, 0xFF)
        || startsWith(value, '{', 0)
        || startsWith(value, 0, '{')) {
      return "UTF-16: write UTF-8";
    }
    if (startsWith(value, 0x1F, 0x8B)) {
      return "gzip: send the value uncompressed and set the producer's compression.type instead";
    }
    return startsWith(value, 0) && value.length > CONFLUENT_HEADER_BYTES
        ? "the Confluent wire format (a magic byte and a schema id before the value): read"
            + " Avro and Protobuf with a mapping (docs/event-formats.md), or write plain JSON"
        : null;
  }

  private static boolean startsWith(byte[] value, int... start) {
    if (value.length < start.length) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if ((value[i] & 0xFF) != start[i]) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String envelope(String object) {
    Set<String> names = namesOf(object);
    if (names.contains("schema") && names.contains("payload")) {
      return "a Kafka Connect envelope: set schemas.enable=false in the JSON converter";
    }
    if (names.contains("op") && (names.contains("before") || names.contains("after"))) {
      return "a Debezium envelope: unwrap it with the ExtractNewRecordState transform";
    }
    return names.contains("specversion") ? "a CloudEvent: send only its data" : null;
  }

  private static Set<String> namesOf(String object) {
    Set<String> names = new HashSet<>();
    try (JsonParser parser = StrictJson.parser(object)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        names.add(parser.currentName());
        parser.nextToken();
        parser.skipChildren();
      }
    } catch (IOException broken) {
      return Set.of();
    }
    return names;
  }
}
