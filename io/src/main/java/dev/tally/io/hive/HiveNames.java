package dev.tally.io.hive;

import dev.tally.io.hive.TableSpec.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * Rejects names and types of tables, columns and nested fields that Hive cannot read back. A table
 * with such a name can be created and written, but then every query of it fails.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>A table: letters {@code a-z}, digits and underscores; at most 120 characters.
 *   <li>A column: letters and digits of any script, and {@code _ . - $ @}. Parquet schemas and
 *       Hive's lists of columns are strings in which most other characters are separators.
 *   <li>No column has a dot in its name if another column has nested rows: Hive would parse the
 *       name as the path of a nested field.
 *   <li>A partition column, whose name is part of a directory name: letters, digits and
 *       underscores, but no leading underscore, because Hive ignores such directories.
 *   <li>A nested field: letters, digits and underscores. In Hive's string form of a type, other
 *       characters are separators.
 *   <li>Each name has at most 128 characters and is not reserved by Hive. Two names of the same
 *       level must not differ only in case.
 *   <li>A nested row has at least one field; the key of a map is a primitive; a decimal has at most
 *       38 digits.
 * </ul>
 */
final class HiveNames {
  private static final int MOST_CHARACTERS = 128;
  private static final int MOST_TABLE_CHARACTERS = 120;
  private static final int MOST_DIGITS = 38;
  private static final Pattern TABLE = Pattern.compile("[a-z0-9_]+");
  private static final String COLUMN_SIGNS = "_.-$@";
  private static final String FIELD_SIGNS = "_";

  /** Hive's virtual columns, and the column that the view {@code <table>_latest} adds. */
  private static final Set<String> RESERVED =
      Set.of(
          "input__file__name",
          "block__offset__inside__file",
          "row__offset__inside__block",
          "raw__data__size",
          "row__id",
          "row__is__deleted",
          "partition__spec__id",
          "partition__hash",
          "file__path",
          "row__position",
          "snapshot__id",
          "grouping__id",
          "tally_place");

  private HiveNames() {}

  /**
   * Rejects what Hive could not read back.
   *
   * @throws IllegalArgumentException whose message contains the name, the reason and what to do
   */
  static void check(TableName table, Schema schema, List<String> partitions) {
    checkTable(table);
    checkFields(schema, COLUMN_SIGNS, "column");
    checkDots(schema);
    for (String partition : partitions) {
      refuse("partition column", partition, partitionRefusal(partition));
    }
    Set<String> names = new HashSet<>();
    schema.getFieldNames().forEach(name -> names.add(lower(name)));
    for (String partition : partitions) {
      if (!names.add(lower(partition))) {
        throw new IllegalArgumentException(
            "The partition column %s is also a field of the rows or another partition column: rename it."
                .formatted(partition));
      }
    }
  }

  /**
   * Rejects dots if there are nested rows: a query of a nested field makes Hive parse the dots in
   * all column names.
   */
  private static void checkDots(Schema schema) {
    boolean hasRows =
        HiveTypes.of(schema).fields().stream()
            .anyMatch(field -> field.type().name().contains("struct<"));
    if (hasRows) {
      schema.getFieldNames().stream()
          .filter(name -> name.indexOf('.') >= 0)
          .forEach(
              name ->
                  refuse(
                      "column",
                      name,
                      Optional.of(
                          "Hive cannot read a name with a dot in a table that has a column of nested rows")));
    }
  }

  private static void checkTable(TableName table) {
    for (String name : List.of(table.database(), table.name())) {
      boolean fits = TABLE.matcher(name).matches() && name.length() <= MOST_TABLE_CHARACTERS;
      refuse(
          "table or database",
          name,
          fits
              ? Optional.empty()
              : Optional.of(
                  "it must be 1 to %d letters a-z, digits and underscores"
                      .formatted(MOST_TABLE_CHARACTERS)));
    }
  }

  private static void checkFields(Schema schema, String signs, String what) {
    Set<String> seen = new HashSet<>();
    for (Field field : schema.getFields()) {
      refuse(what, field.getName(), refusal(field.getName(), signs));
      if (!seen.add(lower(field.getName()))) {
        throw new IllegalArgumentException(
            "Two fields named %s differ only in case, which Hive ignores: rename one."
                .formatted(field.getName()));
      }
      checkType(what, field.getName(), field.getType());
    }
  }

  private static void checkType(String what, String name, FieldType type) {
    switch (type.getTypeName()) {
      case ARRAY, ITERABLE ->
          checkType(what, name, Objects.requireNonNull(type.getCollectionElementType()));
      case MAP -> {
        FieldType key = Objects.requireNonNull(type.getMapKeyType());
        refuse(what, name, mapKeyRefusal(key));
        checkType(what, name, Objects.requireNonNull(type.getMapValueType()));
      }
      case ROW -> {
        Schema fields = Objects.requireNonNull(type.getRowSchema());
        refuse(
            what,
            name,
            fields.getFieldCount() == 0
                ? Optional.of("it is a row without fields, which Parquet cannot store")
                : Optional.empty());
        checkFields(fields, FIELD_SIGNS, "field of " + name);
      }
      case LOGICAL_TYPE -> checkLogical(what, name, type);
      default -> {}
    }
  }

  private static void checkLogical(String what, String name, FieldType type) {
    Schema.LogicalType<?, ?> logical = Objects.requireNonNull(type.getLogicalType());
    HiveType hive = HiveTypes.of(type);
    Pattern decimal = Pattern.compile("decimal\\((\\d+),(\\d+)\\)");
    var digits = decimal.matcher(hive.name());
    if (digits.matches()) {
      int precision = Integer.parseInt(digits.group(1));
      int scale = Integer.parseInt(digits.group(2));
      refuse(
          what,
          name,
          precision > MOST_DIGITS || scale > precision
              ? Optional.of(
                  "%s does not exist in Hive: use at most %d digits, and a scale that is not greater than the precision"
                      .formatted(hive.name(), MOST_DIGITS))
              : Optional.empty());
    } else if (hive.name().indexOf('<') >= 0) {
      checkType(what, name, logical.getBaseType());
    }
  }

  private static Optional<String> mapKeyRefusal(FieldType key) {
    return HiveTypes.of(key).name().indexOf('<') < 0
        ? Optional.empty()
        : Optional.of("the key of a map must be a primitive in Hive");
  }

  /** Returns why a name cannot be the name of a column; empty if it can. */
  static Optional<String> columnRefusal(String name) {
    return refusal(name, COLUMN_SIGNS);
  }

  /** Returns why a name cannot be the name of a nested field; empty if it can. */
  static Optional<String> fieldRefusal(String name) {
    return refusal(name, FIELD_SIGNS);
  }

  /** Returns why a name cannot be the name of a partition column; empty if it can. */
  static Optional<String> partitionRefusal(String name) {
    return name.startsWith("_")
        ? Optional.of("Hive ignores directories whose names begin with an underscore")
        : refusal(name, FIELD_SIGNS);
  }

  private static Optional<String> refusal(String name, String signs) {
    String lower = lower(name);
    if (RESERVED.contains(lower)) {
      return Optional.of("the name is reserved by Hive or HiveIO");
    }
    if (lower.isEmpty() || lower.length() > MOST_CHARACTERS) {
      return Optional.of("it must have 1 to %d characters".formatted(MOST_CHARACTERS));
    }
    return lower
        .chars()
        .filter(c -> !Character.isLetterOrDigit((char) c) && signs.indexOf(c) < 0)
        .mapToObj(
            c ->
                "Hive cannot read back the character %s (U+%04X); allowed are letters, digits and %s"
                    .formatted(Character.isISOControl(c) ? "" : (char) c, c, signs))
        .findFirst();
  }

  private static void refuse(String what, String name, Optional<String> why) {
    why.ifPresent(
        reason -> {
          throw new IllegalArgumentException(
              "The %s \"%s\" cannot be used in a Hive table: %s.".formatted(what, name, reason));
        });
  }

  private static String lower(@Nullable String name) {
    return name == null ? "" : name.toLowerCase(Locale.ROOT);
  }
}
