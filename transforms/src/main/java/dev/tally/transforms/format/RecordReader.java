package dev.tally.transforms.format;

import dev.tally.transforms.format.Setting.Block;
import dev.tally.transforms.format.Setting.Items;
import dev.tally.transforms.format.Setting.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads which records a mapping makes of an input, under which conditions, and their fields. */
final class RecordReader {
  static final String WHEN = "when";
  static final String FIELDS = "fields";
  static final String RECORDS = "records";
  private static final String ANY = "*";

  private final List<TargetField> fields;
  private final MappingProblems problems;
  private final PathReader paths;
  private final FieldReader reader;

  RecordReader(List<TargetField> fields, MappingProblems problems, PathReader paths) {
    this.fields = fields;
    this.problems = problems;
    this.paths = paths;
    this.reader = new FieldReader(problems, paths);
  }

  /**
   * Returns the records that an input becomes. The settings of the file apply to all records, those
   * of an entry of {@code records} to one of them.
   */
  List<RecordPlan> records(Settings file) {
    if (!file.has(RECORDS)) {
      return List.of(record(List.of(file), file.line(FIELDS)));
    }
    List<RecordPlan> records = new ArrayList<>();
    if (file.get(RECORDS) instanceof Items items) {
      for (Setting item : items.values()) {
        if (item instanceof Block block) {
          Settings own = new Settings(block, problems).only(WHEN, FIELDS);
          records.add(record(List.of(file, own), block.line()));
        } else {
          problems.add(item.line(), "records: expected a block with when and fields");
        }
      }
    }
    problems.require(
        !records.isEmpty(), file.line(RECORDS), "records: expected a list with at least one entry");
    return List.copyOf(records);
  }

  private RecordPlan record(List<Settings> all, int line) {
    List<Condition> conditions = new ArrayList<>();
    Map<String, Setting> settings = new LinkedHashMap<>();
    for (Settings some : all) {
      some.entries(WHEN).forEach((path, values) -> conditions.add(condition(some, path, values)));
      settings.putAll(some.entries(FIELDS));
    }
    Map<Integer, FieldPlan> plans = new TreeMap<>();
    settings.forEach(
        (name, setting) -> {
          int index = indexOf(name);
          if (index < 0) {
            problems.add(setting.line(), unknown(name));
          } else {
            plans.put(index, reader.read(index, fields.get(index), setting));
          }
        });
    requireAll(plans.keySet(), line);
    return new RecordPlan(List.copyOf(conditions), List.copyOf(plans.values()));
  }

  private Condition condition(Settings settings, String path, Setting setting) {
    Set<String> values = new LinkedHashSet<>();
    boolean absent = false;
    for (Text text : settings.texts(setting)) {
      absent |= text.isNull();
      if (!text.isNull()) {
        values.add(text.value());
      }
    }
    int slot = paths.slotOf(new Text(setting.line(), path, false));
    return new Condition(slot, Set.copyOf(values), values.contains(ANY), absent);
  }

  private void requireAll(Set<Integer> planned, int line) {
    for (int index = 0; index < fields.size(); index++) {
      TargetField field = fields.get(index);
      problems.require(
          planned.contains(index) || !field.isRequired(),
          line,
          "the field %s is missing: add \"%s: PATH\", or {const: VALUE} if it is always the same"
              .formatted(field.name(), field.name()));
    }
  }

  private int indexOf(String name) {
    return fields.stream().map(TargetField::name).toList().indexOf(name);
  }

  private String unknown(String name) {
    return "unknown field \"%s\": use one of %s"
        .formatted(name, String.join(", ", fields.stream().map(TargetField::name).toList()));
  }
}
