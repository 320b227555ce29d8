package dev.tally.transforms.format;

import com.google.common.primitives.ImmutableIntArray;
import dev.tally.transforms.format.FieldPath.Scope;
import dev.tally.transforms.format.MappingPlan.Split;
import dev.tally.transforms.format.Setting.Text;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles the file of a mapping, and reports everything in it that is wrong. */
final class MappingReader {
  private static final String TO = "to";
  private static final String INPUT = "input";
  private static final String COLUMNS = "columns";
  private static final String DELIMITER = "delimiter";
  private static final String SPLIT = "split";
  private static final String NULL_VALUES = "null_values";
  private static final String CSV = "csv";
  private static final String TAB = "tab";

  private final MappingProblems problems;
  private final Settings settings;
  private final PathSlots slots = new PathSlots();

  private MappingReader(String text, MappingProblems problems) {
    this.problems = problems;
    this.settings =
        new Settings(SettingsFile.read(text, problems), problems)
            .only(
                TO,
                INPUT,
                COLUMNS,
                DELIMITER,
                SPLIT,
                NULL_VALUES,
                RecordReader.WHEN,
                RecordReader.FIELDS,
                RecordReader.RECORDS);
  }

  /**
   * Returns the name of the records that the mapping makes, for example {@code ad-events}.
   *
   * @throws InvalidMapping if the file names none
   */
  static String targetOf(String file, String text) {
    MappingProblems problems = new MappingProblems(file);
    MappingReader reader = new MappingReader(text, problems);
    String target = reader.target();
    if (!target.equals(reader.settings.text(TO))) {
      problems.throwIfAny();
    }
    return target;
  }

  /**
   * Compiles a mapping.
   *
   * @param file the name of the file, for use in messages
   * @throws InvalidMapping if the file has problems
   */
  static <T> MappingPlan<T> read(Target<T> target, String file, String text) {
    MappingProblems problems = new MappingProblems(file);
    MappingReader reader = new MappingReader(text, problems);
    String found = reader.target();
    if (!found.equals(target.name())) {
      problems.add(
          reader.settings.line(TO),
          "to: %s, but this is the format of %s".formatted(found, target.name()));
      problems.throwIfAny();
    }
    MappingPlan<T> plan = reader.plan(target);
    problems.throwIfAny();
    return plan;
  }

  private String target() {
    List<String> names = Target.ALL.stream().map(Target::name).toList();
    problems.require(
        settings.has(TO),
        settings.line(TO),
        "\"to\" is missing: write what the records become, one of " + String.join(", ", names));
    return settings.choice(TO, names.get(0), names);
  }

  private <T> MappingPlan<T> plan(Target<T> target) {
    boolean csv = settings.choice(INPUT, "json", List.of("json", CSV)).equals(CSV);
    List<String> columns = columns(csv);
    FieldPath list = list(csv);
    PathReader paths = new PathReader(problems, slots, columns, list != null);
    List<RecordPlan> records = new RecordReader(target.fields(), problems, paths).records(settings);
    boolean skipsNulls =
        settings.choice(NULL_VALUES, "reject", List.of("reject", "skip")).equals("skip");
    return new MappingPlan<>(
        target,
        csv ? csvInput(columns) : new JsonInput(shape(list)),
        split(list),
        slots.count(),
        records,
        skipsNulls);
  }

  private List<String> columns(boolean csv) {
    for (String key : List.of(COLUMNS, DELIMITER)) {
      problems.require(
          csv || !settings.has(key),
          settings.line(key),
          key + " needs \"input: csv\": add it, or remove " + key);
    }
    if (!csv) {
      return List.of();
    }
    List<String> columns = settings.texts(COLUMNS).stream().map(Text::value).toList();
    problems.require(
        !columns.isEmpty(),
        settings.line(INPUT),
        "\"columns\" is missing: list the names of all columns in their order");
    problems.require(
        new HashSet<>(columns).size() == columns.size(),
        settings.line(COLUMNS),
        "columns: a name is repeated: rename one of the columns");
    return columns;
  }

  private CsvInput csvInput(List<String> columns) {
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

  /** Returns the path of the list that is split; null if none is. */
  private @Nullable FieldPath list(boolean csv) {
    String text = settings.text(SPLIT);
    if (text == null) {
      return null;
    }
    problems.require(!csv, settings.line(SPLIT), "split needs \"input: json\": a line has no list");
    try {
      return FieldPath.parse(text);
    } catch (IllegalArgumentException e) {
      problems.add(settings.line(SPLIT), "split: " + e.getMessage());
      return null;
    }
  }

  private Shape shape(@Nullable FieldPath list) {
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

  private @Nullable Split split(@Nullable FieldPath list) {
    if (list == null) {
      return null;
    }
    Shape item = Shape.root();
    slots.addTo(item, Scope.ITEM);
    String place = problems.place(settings.line(SPLIT));
    return new Split(
        "%s (%s)".formatted(list.text(), place),
        new JsonInput(item),
        slots.existing(FieldPath.parse("$index")));
  }
}
