package dev.tally.io.hive;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.GroupWriter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.schema.MessageType;

/** Applies a {@link Redaction} to the Parquet files of a table. */
final class ParquetRedaction implements RowEdit {
  private final TableFileSystem fileSystem;
  private final RowFormat<?> format;
  private final Redaction redaction;
  private final String column;
  private final String timeColumn;

  ParquetRedaction(TableFileSystem fileSystem, RowFormat<?> format, Redaction redaction) {
    this.fileSystem = fileSystem;
    this.format = format;
    this.redaction = redaction;
    this.column = redaction.column().toLowerCase(Locale.ROOT);
    this.timeColumn = redaction.timeColumn().toLowerCase(Locale.ROOT);
  }

  @Override
  public long affected(String file) throws IOException {
    MessageType schema = schema(file);
    if (!schema.containsField(column)) {
      return 0;
    }
    MessageType needed = new MessageType("row", schema.getType(column), schema.getType(timeColumn));
    long affected = 0;
    try (ParquetReader<Group> rows = GroupRead.of(fileSystem.open(file), needed)) {
      for (Group row = rows.read(); row != null; row = rows.read()) {
        affected += matches(row) ? 1 : 0;
      }
    }
    return affected;
  }

  @Override
  public void write(String file, String to) throws IOException {
    MessageType schema = schema(file);
    try (ParquetReader<Group> rows = GroupRead.of(fileSystem.open(file), schema);
        ParquetWriter<Group> out =
            IndexedFile.of(fileSystem.create(to), schema, format.summary(file).index(), Map.of())
                .writer(
                    consumer -> {
                      GroupWriter same = new GroupWriter(consumer, schema);
                      GroupWriter redacted =
                          new GroupWriter(
                              new ReplacedText(consumer, column, redaction.replacement()), schema);
                      return row -> (matches(row) ? redacted : same).write(row);
                    })) {
      for (Group row = rows.read(); row != null; row = rows.read()) {
        out.write(row);
      }
    }
    fileSystem.sync(to);
  }

  private boolean matches(Group row) {
    return row.getFieldRepetitionCount(column) > 0
        && redaction.condition().matches(row.getString(column, 0), row.getLong(timeColumn, 0));
  }

  private MessageType schema(String file) throws IOException {
    try (ParquetFileReader footer = ParquetFileReader.open(fileSystem.open(file))) {
      return footer.getFileMetaData().getSchema();
    }
  }
}
