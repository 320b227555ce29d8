package dev.tally.transforms.format;

import com.google.common.primitives.ImmutableIntArray;
import dev.tally.transforms.format.Setting.Block;
import dev.tally.transforms.format.Setting.Text;
import dev.tally.transforms.format.TargetField.ValueType;
import dev.tally.transforms.format.ValueTable.Otherwise;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads how the value of one field is made, for example {@code {from: type, map: {view: click}}}.
 */
final class FieldReader {
  private static final String FROM = "from";
  private static final String JOIN = "join";
  private static final String SEPARATOR = "separator";
  private static final String CONST = "const";
  private static final String DEFAULT = "default";
  private static final String MAP = "map";
  private static final String OTHERWISE = "otherwise";
  private static final String DEFAULT_SEPARATOR = "-";

  private final MappingProblems problems;
  private final PathReader paths;

  FieldReader(MappingProblems problems, PathReader paths) {
    this.problems = problems;
    this.paths = paths;
  }

  /**
   * Returns the plan of a field.
   *
   * @param index the index of the field in its record
   */
  FieldPlan read(int index, TargetField field, Setting setting) {
    Block block =
        setting instanceof Block full
            ? full
            : new Block(setting.line(), Map.of(FROM, setting), Map.of(FROM, setting.line()));
    Settings settings =
        new Settings(block, problems)
            .only(FROM, JOIN, SEPARATOR, CONST, DEFAULT, Units.UNIT, Units.SINCE, MAP, OTHERWISE);
    checkSources(field, settings, block.line());
    Conversion conversion = new Units(settings, problems).conversion(field);
    String place = problems.place(block.line());
    FieldPlan plan =
        new FieldPlan(
            index,
            new FieldPlan.Named(field.name(), place, field.presence()),
            source(settings),
            table(settings),
            fallback(settings),
            conversion);
    checkValues(plan, settings);
    return plan;
  }

  private void checkSources(TargetField field, Settings settings, int line) {
    long sources = List.of(FROM, JOIN, CONST).stream().filter(settings::has).count();
    problems.require(
        sources == 1, line, field.name() + ": expected exactly one of from, join and const");
    problems.require(
        !settings.has(CONST)
            || List.of(DEFAULT, MAP, Units.UNIT, Units.SINCE).stream().noneMatch(settings::has),
        settings.line(CONST),
        field.name() + ": a constant has no default, map, unit or since: remove them");
    problems.require(
        !settings.has(OTHERWISE) || settings.has(MAP),
        settings.line(OTHERWISE),
        field.name() + ": otherwise needs map: add it, or remove otherwise");
    problems.require(
        !settings.has(SEPARATOR) || settings.has(JOIN),
        settings.line(SEPARATOR),
        field.name() + ": separator needs join: use join instead of from, or remove separator");
    problems.require(
        !settings.has(JOIN) || field.type() == ValueType.TEXT,
        settings.line(JOIN),
        field.name() + ": only a text can be joined: use from");
  }

  private FieldSource source(Settings settings) {
    boolean join = settings.has(JOIN);
    List<Text> texts = settings.texts(join ? JOIN : FROM);
    String separator = settings.text(SEPARATOR);
    return new FieldSource(
        ImmutableIntArray.copyOf(texts.stream().mapToInt(paths::slotOf).toArray()),
        join ? (separator == null ? DEFAULT_SEPARATOR : separator) : null,
        String.join(join ? " + " : " or ", texts.stream().map(Text::value).toList()));
  }

  private static @Nullable String fallback(Settings settings) {
    String constant = settings.text(CONST);
    return constant == null ? settings.text(DEFAULT) : constant;
  }

  private @Nullable ValueTable table(Settings settings) {
    if (!settings.has(MAP)) {
      return null;
    }
    Map<String, String> entries = new LinkedHashMap<>();
    settings
        .entries(MAP)
        .forEach(
            (from, to) -> {
              String text = settings.text(to);
              if (text != null) {
                entries.put(from, text);
              }
            });
    problems.require(!entries.isEmpty(), settings.line(MAP), "map: expected at least one value");
    String otherwise = settings.choice(OTHERWISE, "reject", List.of("reject", "skip", "keep"));
    return new ValueTable(
        Map.copyOf(entries), Otherwise.valueOf(otherwise.toUpperCase(Locale.ROOT)));
  }

  /** Checks the values that the file contains: they must be values of the field. */
  private void checkValues(FieldPlan plan, Settings settings) {
    settings.entries(MAP).forEach((from, to) -> checkValue(plan, settings, to));
    for (String key : List.of(CONST, DEFAULT)) {
      Setting setting = settings.get(key);
      if (setting != null) {
        checkValue(plan, settings, setting);
      }
    }
  }

  private void checkValue(FieldPlan plan, Settings settings, Setting value) {
    String text = settings.text(value);
    Misfit misfit =
        text == null
            ? null
            : plan.conversion().text(text, new Values(plan.index() + 1), plan.index());
    if (misfit != null) {
      problems.add(
          value.line(),
          "%s: \"%s\" is not %s".formatted(plan.field().name(), text, misfit.expected()));
    }
  }
}
