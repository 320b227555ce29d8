package dev.tally.transforms.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.primitives.ImmutableIntArray;
import dev.tally.transforms.format.FieldPath.Scope;
import dev.tally.transforms.format.MappingPlan.Split;
import dev.tally.transforms.format.SchemaReader.Framing;
import dev.tally.transforms.format.SchemaReader.SchemaCompiler;
import dev.tally.transforms.format.Setting.Text;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the format of the inputs of a mapping: its columns, its schemas, or the list to split. */
final class InputReader {
  static final String INPUT = "input";
  static final String COLUMNS = "columns";
  static final String DELIMITER = "delimiter";
  static final String SPLIT = "split";
  static final String MESSAGE = "message";
  private static final String JSON = "json";
  private static final String CSV = "csv";
  private static final String AVRO = "avro";
  private static final String PROTOBUF = "protobuf";
  private static final String TAB = "tab";
  private static final FieldPath INDEX = FieldPath.parse("$index");

  private final Settings settings;
  private final MappingProblems problems;
  private final PathSlots slots;
  private final String input;
  private final List<String> columns;
  private final @Nullable FieldPath list;

  InputReader(Settings settings, MappingProblems problems, PathSlots slots) {
    this.settings = settings;
    this.problems = problems;
    this.slots = slots;
    this.input = settings.choice(INPUT, JSON, List.of(JSON, CSV, AVRO, PROTOBUF));
    requireKeys(List.of(COLUMNS, DELIMITER), List.of(CSV));
    requireKeys(List.of(SchemaReader.SCHEMA, SchemaReader.SCHEMAS), List.of(AVRO, PROTOBUF));
    requireKeys(List.of(MESSAGE), List.of(PROTOBUF));
    this.columns = columns();
    this.list = list();
  }

  private void requireKeys(List<String> keys, List<String> inputs) {
    for (String key : keys) {
      problems.require(
          inputs.contains(input) || !settings.has(key),
          settings.line(key),
          "%s needs \"input: %s\": add it, or remove %s"
              .formatted(key, String.join(" or ", inputs), key));
    }
  }

  /** Returns the reader of the mapping's paths. */
  PathReader paths() {
    return new PathReader(problems, slots, columns, list != null);
  }

  /** Returns the format, which reads the paths that have slots. */
  InputFormat format(MappingFile file) {
    return switch (input) {
      case CSV -> csv();
      case AVRO, PROTOBUF -> binary(file);
      default -> json();
    };
  }

  /** Returns how a list is split; null if none is. */
  @Nullable Split split() {
    return list == null
        ? null
        : new Split(
            "%s (%s)".formatted(list.text(), problems.place(settings.line(SPLIT))),
            slots.existing(INDEX));
  }

  private List<String> columns() {
    if (!input.equals(CSV)) {
      return List.of();
    }
    List<String> names = settings.texts(COLUMNS).stream().map(Text::value).toList();
    problems.require(
        !names.isEmpty(),
        settings.line(INPUT),
        "\"columns\" is missing: list the names of all columns in their order");
    problems.require(
        new HashSet<>(names).size() == names.size(),
        settings.line(COLUMNS),
        "columns: a name is repeated: rename one of the columns");
    return names;
  }

  private CsvInput csv() {
    String text = settings.text(DELIMITER);
    String delimiter = text == null ? "," : text.equals(TAB) ? "\t" : text;
    problems.require(
        delimiter.length() == 1 && !delimiter.equals("\""),
        settings.line(DELIMITER),
        "delimiter: expected one character or \"tab\"");
    ImmutableIntArray slotOfColumn =
        ImmutableIntArray.copyOf(
            columns.stream()
                .mapToInt(name -> slots.existing(PathReader.columnPath(name)))
                .toArray());
    char first = delimiter.isEmpty() ? ',' : delimiter.charAt(0);
    return new CsvInput(
        String.join(delimiter, columns),
        first,
        slotOfColumn,
        problems.place(settings.line(COLUMNS)));
  }

  private @Nullable FieldPath list() {
    String text = settings.text(SPLIT);
    if (text == null) {
      return null;
    }
    problems.require(
        !input.equals(CSV), settings.line(SPLIT), "split needs another input: a line has no list");
    try {
      return FieldPath.parse(text);
    } catch (IllegalArgumentException e) {
      problems.add(settings.line(SPLIT), "split: " + e.getMessage());
      return null;
    }
  }

  private JsonInput json() {
    JsonInput items = list == null ? null : new JsonInput(itemShape(), null, false);
    return new JsonInput(inputShape(), items, slots.existing(INDEX) != Shape.NONE);
  }

  private Shape itemShape() {
    Shape item = Shape.root();
    slots.addTo(item, Scope.ITEM);
    return item;
  }

  private Shape inputShape() {
    Shape shape = Shape.root();
    slots.addTo(shape, list == null ? Scope.ITEM : Scope.INPUT);
    if (list != null) {
      Shape node = shape.at(list.steps());
      problems.require(
          !node.hasChildren() && !node.hasElements(),
          settings.line(SPLIT),
          "split: a path that begins with $. leads into the list: write it without $.");
      node.split();
    }
    return shape;
  }

  private InputFormat binary(MappingFile file) {
    problems.require(
        slots.existing(INDEX) == Shape.NONE,
        settings.line(SPLIT),
        "$index needs \"input: json\": remove it");
    problems.require(
        input.equals(PROTOBUF) || !settings.entries(SchemaReader.SCHEMAS).containsKey("*"),
        settings.line(SchemaReader.SCHEMAS),
        "schemas: Avro can only be read with the schema that a value was written with: list each"
            + " id");
    ReachedSlots reached = new ReachedSlots();
    SchemaReader schemas = new SchemaReader(settings, problems, file, compiler(reached));
    BinaryReader reader = schemas.reader();
    if (reader == null) {
      return json();
    }
    problems.require(
        list == null || reached.isSplit(),
        settings.line(SPLIT),
        "split: the schema has no such list");
    slots.requireIn(reached, problems);
    return new BinaryInput(reader, schemas.expected(), schemas.place());
  }

  private SchemaCompiler compiler(ReachedSlots reached) {
    BinarySplit split =
        new BinarySplit(itemShape(), "an item of the schema", problems.place(settings.line(SPLIT)));
    Shape shape = inputShape();
    if (input.equals(AVRO)) {
      return (content, framing) ->
          AvroPlan.compile(
              AvroSchemaReader.read(new String(content, UTF_8)), shape, split, reached);
    }
    String message = settings.text(MESSAGE);
    problems.require(
        message != null,
        settings.line(INPUT),
        "\"message\" is missing: write the full name of the message, e.g. acme.Click");
    String name = message == null ? "" : message;
    return (content, framing) -> {
      ProtoSchema schema = DescriptorSet.read(content);
      ProtoSchema.Message type = schema.message(name);
      BinaryReader reader = ProtoPlan.compile(schema, type, shape, split, reached);
      return framing == Framing.CONFLUENT
          ? new MessageIndexes(name, type.indexes(), reader)
          : reader;
    };
  }
}
