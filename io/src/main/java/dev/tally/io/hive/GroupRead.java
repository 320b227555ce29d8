package dev.tally.io.hive;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/**
 * Reads some columns of a Parquet file. A column that the file does not have is null in every row.
 */
final class GroupRead extends ReadSupport<Group> {
  private final MessageType columns;

  private GroupRead(MessageType columns) {
    this.columns = columns;
  }

  static ParquetReader<Group> of(InputFile file, MessageType columns) throws IOException {
    return new Builder(file, columns).build();
  }

  @Override
  public ReadContext init(InitContext context) {
    return new ReadContext(columns);
  }

  @Override
  @SuppressWarnings("deprecation") // Parquet requires this overload; the newer is optional.
  public RecordMaterializer<Group> prepareForRead(
      Configuration configuration,
      Map<String, String> metadata,
      MessageType fileSchema,
      ReadContext context) {
    return new GroupRecordConverter(context.getRequestedSchema());
  }

  private static final class Builder extends ParquetReader.Builder<Group> {
    private final MessageType columns;

    Builder(InputFile file, MessageType columns) {
      super(file);
      this.columns = columns;
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupRead(columns);
    }
  }
}
