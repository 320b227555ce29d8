package dev.tally.transforms.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.json.StrictJson;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arbitrary objects, valid and damaged, compared with {@link JacksonFlatObject}. */
class FlatObjectTest {
  private static final WireFields FIELDS = fields(fields(fields(new WireFields())));
  private static final List<String> NAMES =
      List.of("text", "integer", "flag", "list", "other", "te\\u0078t", "texts", "");
  private static final List<String> VALUES =
      List.of(
          "1",
          "-7",
          "0",
          "-0",
          "01",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "-9223372036854775809",
          "123456789012345678901",
          "1.5",
          "1e3",
          "true",
          "false",
          "null",
          "\"\"",
          "\"a\"",
          "\"é€😀\"",
          "\"\\ud83d\\ude00\"",
          "\"\\ud800\"",
          "\"12\"",
          "\"2024-01-01\"",
          "{}",
          "[]",
          "[1]",
          "[{}]",
          "[[{}]]",
          "nul",
          "tru",
          "\"");
  private static final List<String> INSERTED =
      List.of("\"", "{", "}", "[", "]", ",", ":", "-", ".", "0", "\\", "\u0000", " ", "null", "1");

  private static WireFields fields(WireFields elements) {
    WireFields fields = new WireFields();
    fields.text("text");
    fields.integer("integer", Reason.TIME_OUT_OF_BOUNDS);
    fields.flag("flag");
    if (elements.size() > 0) {
      fields.list("list", elements);
    }
    return fields;
  }

  private static String document(Random random, int depth) {
    List<String> fields = new ArrayList<>();
    for (int left = random.nextInt(5); left > 0; left--) {
      String name = NAMES.get(random.nextInt(depth < 2 ? NAMES.size() : 3));
      fields.add("\"" + name + "\":" + value(name, random, depth));
    }
    return "{" + String.join(random.nextBoolean() ? "," : " ,\n ", fields) + "}";
  }

  private static String value(String name, Random random, int depth) {
    if (name.equals("list") && depth < 2 && random.nextInt(4) > 0) {
      return "[" + document(random, depth + 1) + "," + document(random, depth + 1) + "]";
    }
    return VALUES.get(random.nextInt(VALUES.size()));
  }

  private static String damaged(String text, Random random) {
    String damaged = text;
    for (int edits = random.nextInt(3); edits > 0; edits--) {
      int from = random.nextInt(damaged.length() + 1);
      int to = Math.min(damaged.length(), from + random.nextInt(3));
      String inserted = random.nextBoolean() ? "" : INSERTED.get(random.nextInt(INSERTED.size()));
      damaged = damaged.substring(0, from) + inserted + damaged.substring(to);
    }
    return damaged;
  }

  private static String read(byte[] json) {
    Verdict<FlatObject> verdict = FlatObject.read(json, Integer.MAX_VALUE, FIELDS);
    if (verdict instanceof Verdict.Refused<FlatObject> refused) {
      return refused.reason().name();
    }
    Map<String, String> values = new TreeMap<>();
    collect("", ((Verdict.Accepted<FlatObject>) verdict).value(), 0, values);
    return values.toString();
  }

  private static void collect(
      String path, FlatObject object, int depth, Map<String, String> values) {
    if (object.has(0)) {
      values.put(path + "text", object.text(0));
    }
    if (object.has(1)) {
      values.put(path + "integer", Long.toString(object.integer(1)));
    }
    if (object.has(2)) {
      values.put(path + "flag", Boolean.toString(object.flag(2)));
    }
    if (depth < 2) {
      List<FlatObject> list = object.list(3);
      for (int i = 0; i < list.size(); i++) {
        collect(path + "list" + i + ".", list.get(i), depth + 1, values);
      }
    }
  }

  @Property(tries = 5000)
  void readsWhatJacksonReads(@ForAll long seed) {
    Random random = new Random(seed);
    String text = damaged(document(random, 0), random);
    if (!StrictJson.isUnicode(text)) {
      return;
    }
    byte[] json = text.getBytes(UTF_8);
    assertThat(read(json)).as(text).isEqualTo(JacksonFlatObject.read(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``         | another JSON type or nothing
          [1]        | another JSON type or nothing
          12         | another JSON type or nothing
          abc        | malformed JSON or nesting deeper than 100
          {"a":1     | malformed JSON or nesting deeper than 100
          {"a":1}}   | more data after the object
          {"text":"a","text":"a"} | the field text twice
          """)
  void saysWhatItFound(String text, String found) {
    Verdict<FlatObject> verdict = FlatObject.read(text.getBytes(UTF_8), Integer.MAX_VALUE, FIELDS);
    assertThat(((Verdict.Refused<FlatObject>) verdict).detail())
        .isEqualTo("expected one JSON object, found " + found);
  }
}
