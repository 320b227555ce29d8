package dev.tally.transforms.format;

import dev.tally.transforms.format.AvroSchema.Array;
import dev.tally.transforms.format.AvroSchema.Entries;
import dev.tally.transforms.format.AvroSchema.Fields;
import dev.tally.transforms.format.AvroSchema.Fixed;
import dev.tally.transforms.format.AvroSchema.Meaning;
import dev.tally.transforms.format.AvroSchema.Primitive;
import dev.tally.transforms.format.AvroSchema.Symbols;
import dev.tally.transforms.format.AvroSchema.Union;
import dev.tally.transforms.format.Slots.Kind;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a schema file of Avro (JSON, {@code .avsc}). Names are resolved as the specification of
 * Avro requires; defaults, aliases and unknown attributes have no effect on the encoding.
 */
final class AvroSchemaReader {
  private static final String TYPE = "type";
  private static final String NAME = "name";
  private static final String NAMESPACE = "namespace";

  /** A decimal has no more digits; a longer one fits no field. */
  private static final int MAX_PRECISION = 76;

  private final Map<String, AvroSchema> named = new HashMap<>();

  private AvroSchemaReader() {}

  /**
   * Returns the schema that a text declares.
   *
   * @throws IllegalArgumentException if it declares none; the message says why
   */
  static AvroSchema read(String text) {
    try {
      return new AvroSchemaReader().schema(JsonTree.read(text), "");
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
  }

  private AvroSchema schema(Object json, String namespace) {
    if (json instanceof String name) {
      return byName(name, namespace, Meaning.PLAIN);
    }
    if (json instanceof List<?> branches) {
      return new Union(branches.stream().map(branch -> schema(branch, namespace)).toList());
    }
    if (json instanceof Map<?, ?> object) {
      Object type = attribute(object, TYPE);
      return type instanceof String name
          ? complex(name, object, namespace)
          : schema(type, namespace);
    }
    throw new IllegalArgumentException("expected a type: a name, a list or an object");
  }

  private AvroSchema complex(String type, Map<?, ?> object, String namespace) {
    return switch (type) {
      case "record", "error" -> record(object, namespace);
      case "enum" -> symbols(object, namespace);
      case "fixed" -> fixed(object, namespace);
      case "array" -> new Array(schema(attribute(object, "items"), namespace));
      case "map" -> new Entries(schema(attribute(object, "values"), namespace));
      default -> byName(type, namespace, meaning(object));
    };
  }

  private AvroSchema byName(String name, String namespace, Meaning meaning) {
    for (AvroSchema.Type type : AvroSchema.Type.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
        return new Primitive(type, meaning);
      }
    }
    AvroSchema found = named.get(fullName(name, namespace));
    AvroSchema schema = found == null ? named.get(name) : found;
    if (schema == null) {
      throw new IllegalArgumentException("unknown type \"%s\"".formatted(name));
    }
    return schema;
  }

  private Fields record(Map<?, ?> object, String namespace) {
    Fields record = new Fields();
    String inner = define(object, namespace, record);
    if (!(attribute(object, "fields") instanceof List<?> fields)) {
      throw new IllegalArgumentException("\"fields\" is not a list");
    }
    for (Object field : fields) {
      if (!(field instanceof Map<?, ?> attributes)) {
        throw new IllegalArgumentException("a field is not an object");
      }
      record.add(text(attributes, NAME), schema(attribute(attributes, TYPE), inner));
    }
    return record;
  }

  private Symbols symbols(Map<?, ?> object, String namespace) {
    if (!(attribute(object, "symbols") instanceof List<?> symbols)) {
      throw new IllegalArgumentException("\"symbols\" is not a list");
    }
    Symbols schema = new Symbols(symbols.stream().map(String::valueOf).toList());
    define(object, namespace, schema);
    return schema;
  }

  private Fixed fixed(Map<?, ?> object, String namespace) {
    Fixed schema = new Fixed(number(object, "size", 0, Integer.MAX_VALUE), meaning(object));
    define(object, namespace, schema);
    return schema;
  }

  /**
   * Defines a named type.
   *
   * @return the namespace of the names in it
   */
  private String define(Map<?, ?> object, String namespace, AvroSchema schema) {
    String own = object.get(NAMESPACE) instanceof String given ? given : namespace;
    String name = fullName(text(object, NAME), own);
    if (named.put(name, schema) != null) {
      throw new IllegalArgumentException("the type \"%s\" is defined twice".formatted(name));
    }
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  private static String fullName(String name, String namespace) {
    return name.contains(".") || namespace.isEmpty() ? name : namespace + "." + name;
  }

  private static Meaning meaning(Map<?, ?> object) {
    return switch (String.valueOf(object.get("logicalType"))) {
      case "timestamp-millis", "local-timestamp-millis" -> new Meaning(Kind.MILLIS, 0);
      case "timestamp-micros", "local-timestamp-micros" -> new Meaning(Kind.MICROS, 0);
      case "timestamp-nanos", "local-timestamp-nanos" -> new Meaning(Kind.NANOS, 0);
      case "date" -> new Meaning(Kind.INTEGER, 0);
      case "decimal" -> decimal(object);
      default -> Meaning.PLAIN;
    };
  }

  private static Meaning decimal(Map<?, ?> object) {
    int precision = number(object, "precision", 1, MAX_PRECISION);
    int scale = object.containsKey("scale") ? number(object, "scale", 0, precision) : 0;
    return new Meaning(Kind.DECIMAL, scale);
  }

  private static Object attribute(Map<?, ?> object, String name) {
    Object value = object.get(name);
    if (value == null) {
      throw new IllegalArgumentException("\"%s\" is missing".formatted(name));
    }
    return value;
  }

  private static String text(Map<?, ?> object, String name) {
    if (attribute(object, name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("\"%s\" is not a string".formatted(name));
  }

  private static int number(Map<?, ?> object, String name, int min, int max) {
    if (attribute(object, name) instanceof Integer number && number >= min && number <= max) {
      return number;
    }
    throw new IllegalArgumentException(
        "\"%s\" is not a number from %d to %d".formatted(name, min, max));
  }
}
