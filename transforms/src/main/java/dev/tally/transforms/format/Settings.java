package dev.tally.transforms.format;

import dev.tally.transforms.format.Setting.Block;
import dev.tally.transforms.format.Setting.Items;
import dev.tally.transforms.format.Setting.Text;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the settings of one block and reports those that do not have the expected type. */
final class Settings {
  private final Block block;
  private final MappingProblems problems;

  Settings(Block block, MappingProblems problems) {
    this.block = block;
    this.problems = problems;
  }

  /** Reports every key that is not one of these. */
  Settings only(String... keys) {
    block
        .lines()
        .forEach(
            (key, line) ->
                problems.require(
                    List.of(keys).contains(key),
                    line,
                    "unknown key \"%s\": use one of %s".formatted(key, String.join(", ", keys))));
    return this;
  }

  boolean has(String key) {
    return block.settings().containsKey(key);
  }

  /** Returns the line of a key; if it is absent, the line of the block. */
  int line(String key) {
    return block.lines().getOrDefault(key, block.line());
  }

  @Nullable Setting get(String key) {
    return block.settings().get(key);
  }

  /** Returns the text of a key; null if it is absent or no text. */
  @Nullable String text(String key) {
    Setting setting = get(key);
    return setting == null ? null : text(setting);
  }

  /** Returns the text of a key, or the default; if it is not one of the choices, reports it. */
  String choice(String key, String otherwise, List<String> choices) {
    String text = text(key);
    if (text != null && !choices.contains(text)) {
      problems.add(
          line(key),
          "%s: \"%s\" is not one of %s".formatted(key, text, String.join(", ", choices)));
    }
    return text == null || !choices.contains(text) ? otherwise : text;
  }

  /** Returns the texts of a list, or the only text; empty if the key is absent. */
  List<Text> texts(String key) {
    Setting setting = get(key);
    return setting == null ? List.of() : texts(setting);
  }

  /** Returns the texts of a list, or the only text. */
  List<Text> texts(Setting setting) {
    if (setting instanceof Text text) {
      return List.of(text);
    }
    if (setting instanceof Items items
        && items.values().stream().allMatch(value -> value instanceof Text)) {
      return items.values().stream().map(value -> (Text) value).toList();
    }
    problems.add(setting.line(), "expected a text or a list of texts");
    return List.of();
  }

  /** Returns the settings of a key; none if it is absent or no block. */
  Map<String, Setting> entries(String key) {
    Setting setting = get(key);
    if (setting instanceof Block inner) {
      return inner.settings();
    }
    if (setting != null) {
      problems.add(setting.line(), wrong(key + ": expected a block of settings", setting));
    }
    return Map.of();
  }

  /** Returns the text of a setting; if it is none, reports it and returns null. */
  @Nullable String text(Setting setting) {
    if (setting instanceof Text text && !text.isNull()) {
      return text.value();
    }
    problems.add(setting.line(), wrong("expected a text", setting));
    return null;
  }

  private static String wrong(String expected, Setting found) {
    return expected + ", found " + found.description();
  }
}
