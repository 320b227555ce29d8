package dev.tally.transforms.format;

import java.util.List;

/** Compiles the file of a mapping, and reports everything in it that is wrong. */
final class MappingReader {
  private static final String TO = "to";
  private static final String NULL_VALUES = "null_values";

  private final MappingProblems problems;
  private final Settings settings;

  private MappingReader(String text, MappingProblems problems) {
    this.problems = problems;
    this.settings =
        new Settings(SettingsFile.read(text, problems), problems)
            .only(
                TO,
                InputReader.INPUT,
                InputReader.COLUMNS,
                InputReader.DELIMITER,
                SchemaReader.SCHEMA,
                SchemaReader.SCHEMAS,
                InputReader.MESSAGE,
                InputReader.SPLIT,
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
  static String targetOf(MappingFile file) {
    MappingProblems problems = new MappingProblems(file.name());
    MappingReader reader = new MappingReader(file.text(), problems);
    String target = reader.target();
    if (!target.equals(reader.settings.text(TO))) {
      problems.throwIfAny();
    }
    return target;
  }

  /**
   * Compiles a mapping.
   *
   * @throws InvalidMapping if the file has problems
   */
  static <T> MappingPlan<T> read(Target<T> target, MappingFile file) {
    MappingProblems problems = new MappingProblems(file.name());
    MappingReader reader = new MappingReader(file.text(), problems);
    String found = reader.target();
    if (!found.equals(target.name())) {
      problems.add(
          reader.settings.line(TO),
          "to: %s, but this is the format of %s".formatted(found, target.name()));
      problems.throwIfAny();
    }
    MappingPlan<T> plan = reader.plan(target, file);
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

  private <T> MappingPlan<T> plan(Target<T> target, MappingFile file) {
    PathSlots slots = new PathSlots();
    InputReader input = new InputReader(settings, problems, slots);
    List<RecordPlan> records =
        new RecordReader(target.fields(), problems, input.paths()).records(settings);
    boolean skipsNulls =
        settings.choice(NULL_VALUES, "reject", List.of("reject", "skip")).equals("skip");
    return new MappingPlan<>(
        target, input.format(file), input.split(), slots.count(), records, skipsNulls);
  }
}
