package dev.tally.transforms.format;

import dev.tally.transforms.format.ProtoSchema.Field;
import dev.tally.transforms.format.ProtoSchema.Symbols;
import dev.tally.transforms.format.Slots.Kind;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of fields of Protobuf that are not set: those of the schema, or of the type. */
final class ProtoDefaults {
  private ProtoDefaults() {}

  /** A value. */
  record Value(Kind kind, String text) {}

  /** Returns the default of a field. There is none for bytes with a declared default. */
  static Optional<Value> of(Field field, @Nullable Symbols symbols) {
    String declared = field.declared();
    return switch (field.type()) {
      case STRING -> Optional.of(new Value(Kind.TEXT, declared == null ? "" : declared));
      case BYTES -> declared == null ? Optional.of(new Value(Kind.TEXT, "")) : Optional.empty();
      case BOOL -> Optional.of(new Value(Kind.FLAG, declared == null ? "false" : declared));
      case ENUM -> Optional.of(new Value(Kind.TEXT, declared == null ? first(symbols) : declared));
      case FLOAT, DOUBLE ->
          Optional.of(new Value(Kind.DECIMAL, declared == null ? "0.0" : declared));
      case GROUP, MESSAGE -> Optional.empty();
      default -> Optional.of(number(declared == null ? "0" : declared));
    };
  }

  /** Returns a number, which is a decimal if it does not fit into 64 bits with a sign. */
  private static Value number(String text) {
    try {
      return new Value(Kind.INTEGER, Long.toString(Long.parseLong(text)));
    } catch (NumberFormatException e) {
      return new Value(Kind.DECIMAL, text);
    }
  }

  private static String first(@Nullable Symbols symbols) {
    return symbols == null
        ? ""
        : symbols.names().entrySet().stream().findFirst().map(Map.Entry::getValue).orElse("");
  }
}
