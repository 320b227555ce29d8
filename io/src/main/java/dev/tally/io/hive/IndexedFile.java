package dev.tally.io.hive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file with an index between its last row group and its footer. Parquet readers do not
 * notice the index because the offsets in the footer are absolute.
 */
final class IndexedFile implements OutputFile {
  private final OutputFile file;
  private final MessageType schema;
  private final KeyIndex index;
  private final Map<String, String> metadata;
  private @Nullable PositionOutputStream stream;

  private IndexedFile(
      OutputFile file, MessageType schema, KeyIndex index, Map<String, String> metadata) {
    this.file = file;
    this.schema = schema;
    this.index = index;
    this.metadata = metadata;
  }

  static IndexedFile of(
      OutputFile file, MessageType schema, KeyIndex index, Map<String, String> metadata) {
    return new IndexedFile(file, schema, index, metadata);
  }

  /**
   * Opens the file for writing.
   *
   * @param rows returns the function that writes a row to the given consumer, as one message
   */
  <T> ParquetWriter<T> writer(Function<RecordConsumer, Consumer<T>> rows) throws IOException {
    return new Builder<>(this, new Support<>(rows))
        .withCompressionCodec(CompressionCodecName.SNAPPY)
        .build();
  }

  private PositionOutputStream remembered(PositionOutputStream opened) {
    stream = opened;
    return opened;
  }

  private Map<String, String> writeIndex() {
    try {
      PositionOutputStream out = Objects.requireNonNull(stream);
      Map<String, String> all = new HashMap<>(metadata);
      all.put(ParquetRows.indexKey(), ParquetRows.index(out.getPos(), index));
      out.write(index.bytes());
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    return remembered(file.create(blockSizeHint));
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return remembered(file.createOrOverwrite(blockSizeHint));
  }

  @Override
  public boolean supportsBlockSize() {
    return file.supportsBlockSize();
  }

  @Override
  public long defaultBlockSize() {
    return file.defaultBlockSize();
  }

  @Override
  public String getPath() {
    return file.getPath();
  }

  private final class Support<T> extends WriteSupport<T> {
    private final Function<RecordConsumer, Consumer<T>> opening;
    private @Nullable Consumer<T> rows;

    Support(Function<RecordConsumer, Consumer<T>> opening) {
      this.opening = opening;
    }

    @Override
    @SuppressWarnings("deprecation") // Parquet requires this overload; the newer is optional.
    public WriteContext init(Configuration configuration) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      rows = opening.apply(recordConsumer);
    }

    @Override
    public void write(T row) {
      Objects.requireNonNull(rows).accept(row);
    }

    @Override
    public FinalizedWriteContext finalizeWrite() {
      return new FinalizedWriteContext(writeIndex());
    }
  }

  private static final class Builder<T> extends ParquetWriter.Builder<T, Builder<T>> {
    private final WriteSupport<T> support;

    Builder(OutputFile file, WriteSupport<T> support) {
      super(file);
      this.support = support;
    }

    @Override
    protected Builder<T> self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // Parquet requires this overload, too.
    protected WriteSupport<T> getWriteSupport(Configuration configuration) {
      return support;
    }
  }
}
