package dev.tally.transforms.format;

import dev.tally.transforms.format.Setting.Text;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads which schemas the inputs of a mapping have, and compiles them. */
final class SchemaReader {
  static final String SCHEMA = "schema";
  static final String SCHEMAS = "schemas";
  private static final String ANY_ID = "*";

  private final Settings settings;
  private final MappingProblems problems;
  private final MappingFile file;
  private final SchemaCompiler compiler;

  SchemaReader(
      Settings settings, MappingProblems problems, MappingFile file, SchemaCompiler compiler) {
    this.settings = settings;
    this.problems = problems;
    this.file = file;
    this.compiler = compiler;
  }

  /** What is in front of a value. */
  enum Framing {
    NOTHING,
    /** The header of Confluent's wire format. */
    CONFLUENT
  }

  /** Compiles the content of a schema file. */
  interface SchemaCompiler {
    /**
     * Returns a reader of the values of a schema.
     *
     * @throws IllegalArgumentException if the content is not a schema; the message says why
     */
    BinaryReader compile(byte[] content, Framing framing);
  }

  /** Returns the place of the schemas in the file. */
  String place() {
    return problems.place(settings.line(settings.has(SCHEMAS) ? SCHEMAS : SCHEMA));
  }

  /** Describes an input, for use in a message. */
  String expected() {
    String schema = settings.text(SCHEMA);
    return schema == null
        ? "Confluent's wire format with one of the schemas"
        : "a value of the schema " + schema;
  }

  /** Returns the reader of inputs; null if the schemas have problems. */
  @Nullable BinaryReader reader() {
    problems.require(
        settings.has(SCHEMA) != settings.has(SCHEMAS),
        settings.line(settings.has(SCHEMA) ? SCHEMA : InputReader.INPUT),
        "expected exactly one of schema, for values without a header, and schemas, for Confluent's"
            + " wire format");
    if (settings.has(SCHEMAS)) {
      return confluent(settings.entries(SCHEMAS));
    }
    return settings.get(SCHEMA) instanceof Text schema ? compiled(schema, Framing.NOTHING) : null;
  }

  private @Nullable BinaryReader confluent(Map<String, Setting> schemas) {
    Map<Integer, BinaryReader> byId = new HashMap<>();
    BinaryReader otherwise = null;
    for (Map.Entry<String, Setting> entry : schemas.entrySet()) {
      BinaryReader reader = compiled(entry.getValue(), Framing.CONFLUENT);
      if (reader == null) {
        continue;
      }
      if (entry.getKey().equals(ANY_ID)) {
        otherwise = reader;
      } else {
        byId.put(id(entry.getKey(), entry.getValue().line()), reader);
      }
    }
    problems.require(
        !schemas.isEmpty(),
        settings.line(SCHEMAS),
        "schemas: expected at least one schema by its id, e.g. {17: click.avsc}");
    return new ConfluentHeader(Map.copyOf(byId), otherwise);
  }

  private int id(String text, int line) {
    try {
      return Integer.parseUnsignedInt(text);
    } catch (NumberFormatException e) {
      problems.add(
          line, "schemas: \"%s\" is not the id of a schema: write e.g. 17".formatted(text));
      return 0;
    }
  }

  private @Nullable BinaryReader compiled(Setting setting, Framing framing) {
    String name = settings.text(setting);
    if (name == null) {
      return null;
    }
    byte[] content = file.schema(name);
    if (content == null) {
      problems.add(
          setting.line(), "%s: no such file in the directory of the mapping".formatted(name));
      return null;
    }
    try {
      return compiler.compile(content, framing);
    } catch (IllegalArgumentException e) {
      problems.add(setting.line(), "%s: %s".formatted(name, e.getMessage()));
      return null;
    }
  }
}
