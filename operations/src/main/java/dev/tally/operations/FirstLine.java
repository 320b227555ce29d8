package dev.tally.operations;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Explains what a file probably is if its first line is not a JSON object. */
final class FirstLine {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int SHOWN_CHARACTERS = 60;
  private static final int COLUMNS_OF_A_TABLE = 2;

  private FirstLine() {}

  /**
   * Returns why the line is not a JSON object and what to do, or empty if it is one.
   *
   * @param file its name is part of the commands that the message suggests
   */
  static Optional<String> problem(Path file, byte[] line) {
    Optional<String> binary = FileMagic.problem(file, line);
    return binary.isPresent() ? binary : notAnObject(file, line);
  }

  private static Optional<String> notAnObject(Path file, byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8).strip();
    try (JsonParser json = JSON.createParser(text)) {
      JsonToken first = json.nextToken();
      if (first != JsonToken.START_OBJECT && first != JsonToken.START_ARRAY) {
        return Optional.of(otherText(text));
      }
      json.skipChildren();
      if (first == JsonToken.START_OBJECT && json.nextToken() == null) {
        return Optional.empty();
      }
      return Optional.of(
          first == JsonToken.START_ARRAY
              ? array(file)
              : "the line has more text after the JSON object: write one object per line, e.g. with jq -c . "
                  + file);
    } catch (IOException e) {
      return Optional.of(text.startsWith("[") ? array(file) : broken(file, text, e));
    }
  }

  private static String broken(Path file, String text, IOException e) {
    if (!text.startsWith("{")) {
      return otherText(text);
    }
    return e instanceof JsonEOFException || text.endsWith(",")
        ? prettyPrinted(file)
        : "malformed JSON: " + shown(text) + ".";
  }

  private static String array(Path file) {
    return "the file is a JSON array. Write one object per line: jq -c '.[]' %s > lines.json"
        .formatted(file);
  }

  private static String prettyPrinted(Path file) {
    return "the JSON object continues on the next line (pretty-printed?). Write one object per line: jq -c . %s > lines.json"
        .formatted(file);
  }

  private static String otherText(String text) {
    for (char separator : new char[] {',', '\t', ';', '|'}) {
      if (text.chars().filter(c -> c == separator).count() >= COLUMNS_OF_A_TABLE) {
        return "the line looks like a row of a table with columns (CSV or TSV), not a JSON object: %s. docs/files.md shows how to convert the file."
            .formatted(shown(text));
      }
    }
    return "not a JSON object: %s. A file must have one JSON object per line; docs/files.md shows how to convert other formats."
        .formatted(shown(text));
  }

  private static String shown(String text) {
    return "'%s'"
        .formatted(
            text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "…" : text);
  }
}
