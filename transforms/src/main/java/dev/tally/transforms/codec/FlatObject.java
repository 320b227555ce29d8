package dev.tally.transforms.codec;

import dev.tally.transforms.json.JsonBytes;
import dev.tally.transforms.json.JsonCursor;
import dev.tally.transforms.json.MalformedJson;
import dev.tally.transforms.json.StrictJson;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code FlatObject} holds the known fields of one JSON object. Fields have scalar values or are
 * lists of such objects. The JSON is parsed strictly; unknown fields of any shape are skipped.
 *
 * <p>Parsing time is linear in the length of the value, whatever it contains: a value over the
 * limit is not parsed, nesting is limited to {@link StrictJson#MAX_DEPTH}, and integers with too
 * many digits for 64 bits are not converted.
 *
 * <p>Errors: every byte sequence gets a verdict. A value that is not a JSON object is rejected as
 * such even if a field before the syntax error has a wrong type; otherwise the first field with a
 * wrong type is reported.
 */
final class FlatObject {
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
    if (!JsonBytes.areUtf8(value)) {
      return Verdict.refused(Reason.INVALID_UTF8, "expected UTF-8");
    }
    try {
      return new FlatObject(fields).readWhole(new JsonCursor(value, 0, value.length));
    } catch (MalformedJson malformed) {
      return notJson(malformed.found());
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

  private Verdict<FlatObject> readWhole(JsonCursor in) throws MalformedJson {
    if (in.isAtEnd()) {
      return notJson("another JSON type or nothing");
    }
    if (in.peek() != '{') {
      in.skip();
      return notJson("another JSON type or nothing");
    }
    Verdict<FlatObject> verdict = readFields(in);
    return verdict instanceof Verdict.Accepted && !in.isAtEnd()
        ? notJson("more data after the object")
        : verdict;
  }

  private Verdict<FlatObject> readFields(JsonCursor in) throws MalformedJson {
    in.open();
    int next = 0;
    boolean more = !in.closes('}');
    while (more) {
      int field = in.name(fields.names(), next);
      next = field + 1;
      if (field == WireFields.UNKNOWN || (named[field] && fields.ignoresInvalid(field))) {
        in.skip();
      } else if (named[field]) {
        broken = notJson("the field " + fields.name(field) + " twice");
      } else {
        named[field] = true;
        readValue(field, in);
      }
      if (broken != null) {
        return broken;
      }
      more = in.continues('}');
    }
    return firstMisfit == null ? Verdict.accepted(this) : firstMisfit;
  }

  private void readValue(int field, JsonCursor in) throws MalformedJson {
    switch (in.peek()) {
      case 'n' -> in.nothing();
      case '"' -> readText(field, in.text(), in.wasEscaped());
      case 't', 'f' -> readFlag(field, in.flag());
      case '[' -> readList(field, in);
      case '{' -> {
        in.skip();
        wrongType(field, "");
      }
      default -> readNumber(field, in.number(), in.longValue());
    }
  }

  private void readText(int field, String text, boolean escaped) {
    if (!fields.isText(field)) {
      wrongType(field, fields.isInteger(field) ? IntegerMismatch.found(text) : "");
    } else if (!escaped || StrictJson.isUnicode(text)) {
      texts[field] = text;
      present[field] = true;
    } else {
      misfit(field, Reason.INVALID_UTF8, "valid Unicode, not an unpaired surrogate");
    }
  }

  private void readFlag(int field, boolean flag) {
    if (fields.isFlag(field)) {
      integers[field] = flag ? 1 : 0;
      present[field] = true;
    } else {
      wrongType(field, "");
    }
  }

  private void readNumber(int field, JsonCursor.NumberKind kind, long value) {
    if (!fields.isInteger(field)) {
      wrongType(field, "");
    } else if (kind == JsonCursor.NumberKind.LONG) {
      integers[field] = value;
      present[field] = true;
    } else if (kind == JsonCursor.NumberKind.LONGER) {
      misfit(field, fields.reasonOfOverflow(field), "a 64-bit integer");
    } else {
      wrongType(field, IntegerMismatch.DECIMAL);
    }
  }

  private void readList(int field, JsonCursor in) throws MalformedJson {
    WireFields elements = fields.elements(field);
    if (elements == null) {
      in.skip();
      wrongType(field, "");
      return;
    }
    List<FlatObject> objects = new ArrayList<>();
    in.open();
    boolean more = !in.closes(']');
    while (more) {
      if (in.peek() == '{') {
        readObject(new FlatObject(elements), objects, in);
      } else {
        in.skip();
        wrongType(field, "");
      }
      more = broken == null && in.continues(']');
    }
    lists.put(field, objects);
    present[field] = true;
  }

  private void readObject(FlatObject object, List<FlatObject> objects, JsonCursor in)
      throws MalformedJson {
    Verdict<FlatObject> verdict = object.readFields(in);
    objects.add(object);
    broken = object.broken;
    if (verdict instanceof Verdict.Refused<FlatObject> && firstMisfit == null) {
      firstMisfit = verdict;
    }
  }

  private void wrongType(int field, String found) {
    misfit(field, Reason.WRONG_TYPE, fields.type(field) + found);
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
