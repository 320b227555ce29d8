package dev.tally.transforms.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.tally.transforms.format.Setting.Block;
import dev.tally.transforms.format.Setting.Text;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The file of a mapping, with the content of the schema files that it names. A schema file that
 * does not exist is missing here, and reported when the mapping is compiled. Immutable.
 */
public final class MappingFile implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final String text;
  private final TreeMap<String, byte[]> schemas;

  private MappingFile(String name, String text, Map<String, byte[]> schemas) {
    this.name = name;
    this.text = text;
    this.schemas = new TreeMap<>(schemas);
  }

  /**
   * Returns a file that names no schemas.
   *
   * @param name the name of the file, for use in messages
   */
  public static MappingFile of(String name, String text) {
    return new MappingFile(name, text, Map.of());
  }

  /** Returns this file with the content of a schema file that it names. */
  public MappingFile withSchema(String schema, byte[] content) {
    MappingFile file = new MappingFile(name, text, schemas);
    file.schemas.put(schema, content.clone());
    return file;
  }

  /**
   * Reads a file and the schema files that it names, whose paths are relative to its directory.
   *
   * @throws IOException if a file that exists cannot be read, or the mapping is not UTF-8
   */
  public static MappingFile read(Path path) throws IOException {
    MappingFile file = of(String.valueOf(path.getFileName()), Files.readString(path));
    for (String schema : file.schemaNames()) {
      Path at = path.resolveSibling(schema);
      if (Files.isRegularFile(at)) {
        file = file.withSchema(schema, Files.readAllBytes(at));
      }
    }
    return file;
  }

  /** Returns the names of schema files; none if the file is invalid. */
  private List<String> schemaNames() {
    List<String> names = new ArrayList<>();
    try {
      Block block = SettingsFile.read(text, new MappingProblems(name));
      addTexts(block.settings().get(SchemaReader.SCHEMA), names);
      addTexts(block.settings().get(SchemaReader.SCHEMAS), names);
    } catch (InvalidMapping reportedLater) {
      return List.of();
    }
    return names;
  }

  private static void addTexts(@Nullable Setting setting, List<String> names) {
    if (setting instanceof Text schema) {
      names.add(schema.value());
    } else if (setting instanceof Block byId) {
      byId.settings().values().forEach(value -> addTexts(value, names));
    }
  }

  String name() {
    return name;
  }

  String text() {
    return text;
  }

  /** Returns the content of a schema file, which must not be modified; null if it is missing. */
  byte @Nullable [] schema(String schema) {
    return schemas.get(schema);
  }

  /** Returns the beginning of the SHA-256 of all files, which changes with every byte of them. */
  String fingerprint() {
    Hasher hasher = Hashing.sha256().newHasher().putString(text, UTF_8);
    schemas.forEach(
        (schema, content) ->
            hasher.putInt(schema.length()).putString(schema, UTF_8).putBytes(content));
    return hasher.hash().toString().substring(0, 12);
  }
}
