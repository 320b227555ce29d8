package dev.tally.transforms.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.base.Utf8;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.StrictJson;
import dev.tally.transforms.model.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code FlatObject} holds the known fields of one JSON object. Fields have scalar values or are
 * lists of such objects. The JSON is parsed strictly; unknown fields of any shape are skipped.
 *
 * <p>Parsing time is linear in the length of the value, whatever it contains: a value over the
 * limit is not parsed, nesting is limited to {@link StrictJson#MAX_DEPTH}, field names are not put
 * into a symbol table, and integers with too many digits for 64 bits are not converted.
 *
 * <p>Errors: every byte sequence gets a verdict. A value that is not a JSON object is rejected as
 * such even if a field before the syntax error has a wrong type; otherwise the first field with a
 * wrong type is reported.
 */
final class FlatObject {
  private static final int MAX_LONG_LENGTH = 20;

  private final WireFields fields;
  private final @Nullable String[] texts;
  private final long[] integers;
  private final boolean[] named;
  private final boolean[] present;
  private final Map<Integer, List<FlatObject>> lists = new HashMap<>(0);
  private @Nullable Verdict<FlatObject> firstMisfit;
  private @Nullable Verdict<FlatObject> broken;

  private FlatObject(WireFields fields) {
    this.fields = fields;
    texts = new String[fields.size()];
    integers = new long[fields.size()];
    named = new boolean[fields.size()];
    present = new boolean[fields.size()];
  }

  /** Parses a Kafka value of at most {@code maxBytes}. */
  static Verdict<FlatObject> read(byte @Nullable [] value, int maxBytes, WireFields fields) {
    if (value == null) {
      return Verdict.refused(Reason.NULL_VALUE, "expected a JSON object, found a null value");
    }
    if (value.length > maxBytes) {
      return Verdict.refused(Reason.TOO_LARGE, "expected at most " + maxBytes + " bytes");
    }
    if (!Utf8.isWellFormed(value)) {
      return Verdict.refused(Reason.INVALID_UTF8, "expected UTF-8");
    }
    try (JsonParser parser = StrictJson.parser(new String(value, UTF_8))) {
      return new FlatObject(fields).read(parser);
    } catch (JsonProcessingException broken) {
      return notJson("malformed JSON or nesting deeper than " + StrictJson.MAX_DEPTH);
    } catch (IOException impossible) {
      throw new UncheckedIOException("reading from memory cannot fail", impossible);
    }
  }

  /** Returns true if the field is present and its value is not null. */
  boolean has(int field) {
    return present[field];
  }

  /** Returns the value of a string field; empty if the field is absent. */
  String text(int field) {
    String text = texts[field];
    return text == null ? "" : text;
  }

  /** Returns the value of an integer field; 0 if the field is absent. */
  long integer(int field) {
    return integers[field];
  }

  /** Returns the value of a boolean field; false if the field is absent. */
  boolean flag(int field) {
    return integers[field] == 1;
  }

  /** Returns the objects of a list field; none if the field is absent. */
  List<FlatObject> list(int field) {
    return lists.getOrDefault(field, List.of());
  }

  /**
   * Returns the name of the first field that is absent, other than the optional one; null if there
   * is none.
   */
  @Nullable String firstAbsent(int optional) {
    return firstAbsent(Set.of(optional));
  }

  /** Returns the name of the first field that is absent and not optional; null if there is none. */
  @Nullable String firstAbsent(Set<Integer> optional) {
    for (int field = 0; field < fields.size(); field++) {
      if (!present[field] && !optional.contains(field)) {
        return fields.name(field);
      }
    }
    return null;
  }

  private Verdict<FlatObject> read(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return notJson("another JSON type or nothing");
    }
    Verdict<FlatObject> verdict = readFields(parser);
    return verdict instanceof Verdict.Accepted && parser.nextToken() != null
        ? notJson("more data after the object")
        : verdict;
  }

  /** Reads the fields after the opening brace of an object. */
  private Verdict<FlatObject> readFields(JsonParser parser) throws IOException {
    int next = 0;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      int field = fields.indexOf(parser.currentName(), next);
      next = field + 1;
      JsonToken token = parser.nextToken();
      if (field == WireFields.UNKNOWN || (named[field] && fields.ignoresInvalid(field))) {
        parser.skipChildren();
      } else if (named[field]) {
        broken = notJson("the field " + fields.name(field) + " twice");
      } else {
        named[field] = true;
        read(field, token, parser);
      }
      if (broken != null) {
        return broken;
      }
    }
    return firstMisfit == null ? Verdict.accepted(this) : firstMisfit;
  }

  private void read(int field, @Nullable JsonToken token, JsonParser parser) throws IOException {
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    if (token == JsonToken.VALUE_STRING && fields.isText(field)) {
      readText(field, parser.getText());
    } else if (token != null && token.isBoolean() && fields.isFlag(field)) {
      integers[field] = token == JsonToken.VALUE_TRUE ? 1 : 0;
      present[field] = true;
    } else if (token == JsonToken.VALUE_NUMBER_INT && fields.isInteger(field)) {
      readInteger(field, parser);
    } else if (token == JsonToken.START_ARRAY && fields.elements(field) != null) {
      readList(field, Objects.requireNonNull(fields.elements(field)), parser);
    } else {
      String found = fields.isInteger(field) ? IntegerMismatch.found(token, parser) : "";
      misfit(field, Reason.WRONG_TYPE, fields.type(field) + found);
      parser.skipChildren();
    }
  }

  private void readText(int field, String text) {
    if (StrictJson.isUnicode(text)) {
      texts[field] = text;
      present[field] = true;
    } else {
      misfit(field, Reason.INVALID_UTF8, "valid Unicode, not an unpaired surrogate");
    }
  }

  private void readInteger(int field, JsonParser parser) throws IOException {
    if (parser.getTextLength() > MAX_LONG_LENGTH || isBeyondLong(parser)) {
      misfit(field, fields.reasonOfOverflow(field), "a 64-bit integer");
    } else {
      integers[field] = parser.getLongValue();
      present[field] = true;
    }
  }

  private void readList(int field, WireFields elements, JsonParser parser) throws IOException {
    List<FlatObject> objects = new ArrayList<>();
    while (broken == null && parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        readObject(new FlatObject(elements), objects, parser);
      } else {
        misfit(field, Reason.WRONG_TYPE, fields.type(field));
        parser.skipChildren();
      }
    }
    lists.put(field, objects);
    present[field] = true;
  }

  private void readObject(FlatObject object, List<FlatObject> objects, JsonParser parser)
      throws IOException {
    Verdict<FlatObject> verdict = object.readFields(parser);
    objects.add(object);
    broken = object.broken;
    if (verdict instanceof Verdict.Refused<FlatObject> && firstMisfit == null) {
      firstMisfit = verdict;
    }
  }

  private static boolean isBeyondLong(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER;
  }

  private void misfit(int field, Reason reason, String expected) {
    if (firstMisfit == null && !fields.ignoresInvalid(field)) {
      firstMisfit = Verdict.refused(reason, fields.name(field) + ": expected " + expected);
    }
  }

  private static Verdict<FlatObject> notJson(String found) {
    return Verdict.refused(Reason.NOT_JSON, "expected one JSON object, found " + found);
  }
}
