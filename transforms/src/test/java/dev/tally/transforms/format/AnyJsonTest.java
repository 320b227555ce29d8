package dev.tally.transforms.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tally.transforms.format.AvroLeaves.Leaf;
import dev.tally.transforms.format.Slots.Kind;
import dev.tally.transforms.json.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arbitrary documents, valid and damaged; Jackson in its strict mode is the oracle. */
class AnyJsonTest {
  private static final List<String> SCALARS =
      List.of(
          "0",
          "-0",
          "1",
          "-17",
          "3.5",
          "1e5",
          "-2.5E-3",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "123456789012345678901234567890",
          "true",
          "false",
          "null",
          "\"\"",
          "\"a\"",
          "\"é日😀\"",
          "\"\\n\\u00e9\\\\ \\/\"",
          "\"\\ud83d\\ude00\"",
          "\"\\ud800\"",
          "\"x\\\"y\"",
          "[]",
          "{}");
  private static final List<String> INSERTED =
      List.of(
          "\"", "{", "}", "[", "]", ",", ":", "-", "+", ".", "0", "e", "\\", "\\u12", "\u0000",
          "\u001f", "\u007f", " ", "\t", "null", "nul", "NaN", "/", "//", "'", "é", "\f", "1",
          "tru");

  private static String document(Random random, int depth) {
    if (depth > 0 && (depth > 4 || random.nextInt(3) > 0)) {
      return SCALARS.get(random.nextInt(SCALARS.size()));
    }
    boolean object = depth == 0 || random.nextBoolean();
    List<String> parts = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      String name =
          List.of("a", "bb", "c\\u0063", "d.e", "é", "", "name" + i).get(random.nextInt(7));
      parts.add((object ? "\"" + name + "\" : " : "") + document(random, depth + 1));
    }
    String between = random.nextBoolean() ? "," : " ,\n";
    return object
        ? "{" + String.join(between, parts) + "}"
        : "[ " + String.join(between, parts) + "]";
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

  private static boolean isObject(String text) {
    try (JsonParser parser = StrictJson.parser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private static Rejection read(String text, Shape shape, Slots slots) {
    return new JsonInput(shape, null, false).read(text.getBytes(UTF_8), slots);
  }

  @Property(tries = 3000)
  void acceptsTheDocumentsThatJacksonAccepts(@ForAll long seed) {
    Random random = new Random(seed);
    String text = damaged(document(random, 0), random);
    if (!StrictJson.isUnicode(text)) {
      return;
    }
    Rejection rejection = read(text, Shape.root(), new Slots(0));
    assertThat(rejection == null).as(text).isEqualTo(isObject(text));
  }

  @Property
  void findsTheValuesThatJacksonFinds(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    String text = document(random, 0);
    List<Leaf> leaves = new ArrayList<>();
    Set<List<Object>> paths = new HashSet<>();
    boolean repeated;
    try (JsonParser parser = StrictJson.parser(text)) {
      parser.nextToken();
      repeated = !addAll(parser, List.of(), leaves, paths);
    }
    if (repeated) {
      return;
    }
    Shape shape = Shape.root();
    for (int i = 0; i < leaves.size(); i++) {
      shape.at(leaves.get(i).steps()).slot(i);
    }
    Slots slots = new Slots(leaves.size());
    assertThat(read(text, shape, slots)).as(text).isNull();
    for (int i = 0; i < leaves.size(); i++) {
      assertThat(new Leaf(leaves.get(i).steps(), slots.kind(i), slots.asText(i)))
          .as(text)
          .isEqualTo(leaves.get(i));
    }
  }

  /** Adds the values of an object or a list. Returns false if a name is repeated. */
  private static boolean addAll(
      JsonParser parser, List<Object> steps, List<Leaf> leaves, Set<List<Object>> paths)
      throws IOException {
    boolean unique = true;
    boolean list = parser.currentToken() == JsonToken.START_ARRAY;
    int index = 0;
    while (!parser.nextToken().isStructEnd()) {
      List<Object> path = new ArrayList<>(steps);
      path.add(list ? (Object) index++ : parser.currentName());
      unique &= paths.add(path);
      if (!list) {
        parser.nextToken();
      }
      if (parser.currentToken().isStructStart()) {
        unique &= addAll(parser, path, leaves, paths);
      } else {
        leaves.add(leaf(parser, path));
      }
    }
    return unique;
  }

  private static Leaf leaf(JsonParser parser, List<Object> path) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> new Leaf(path, Kind.TEXT, parser.getText());
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? new Leaf(path, Kind.DECIMAL, parser.getText())
              : new Leaf(path, Kind.INTEGER, Long.toString(parser.getLongValue()));
      case VALUE_NUMBER_FLOAT -> new Leaf(path, Kind.DECIMAL, parser.getText());
      case VALUE_NULL -> new Leaf(path, Kind.NULL, "");
      default -> new Leaf(path, Kind.FLAG, parser.getText());
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 99, 100, 101, 5000})
  void limitsNestingAsJacksonDoes(int depth) {
    String text = "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
    String lists = "{\"b\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    Shape shape = Shape.root();
    shape.at(List.of("a", "a", "x")).slot(0);

    assertThat(read(text, shape, new Slots(1)) == null).isEqualTo(isObject(text));
    assertThat(read(lists, shape, new Slots(1)) == null).isEqualTo(isObject(lists));
  }
}
