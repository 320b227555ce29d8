package dev.tally.io.hive;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.tally.io.hive.HiveType.Struct;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.GroupWriter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads and writes rows in Parquet files. The index of a file is stored in the file, after its row
 * groups. The footer has the index's offset and number of rows as {@code tally.index} ({@code
 * offset,rows}), and the successor of a seal as {@code tally.successor}.
 *
 * <p>State: a cache of the indexes that were read, 8 bytes per row, at most 128 MiB.
 */
final class ParquetRows implements RowFormat<Row> {
  private static final String INDEX = "tally.index";
  private static final String SUCCESSOR = "tally.successor";
  private static final long MOST_REMEMBERED = (128L << 20) / Long.BYTES;
  private static final long PER_FILE = 64;

  private final TableFileSystem fileSystem;

  /** The columns to write; empty if the table was opened for maintenance only. */
  private final Struct columns;

  private final KeyFields keyFields;
  private final MessageType schema;
  private final Cache<String, FileSummary> summaries =
      CacheBuilder.newBuilder()
          .maximumWeight(MOST_REMEMBERED)
          .weigher((String file, FileSummary s) -> Math.toIntExact(s.index().rows() + PER_FILE))
          .concurrencyLevel(1)
          .build();

  ParquetRows(TableFileSystem fileSystem, Struct columns, KeyFields keyFields) {
    this.fileSystem = fileSystem;
    this.columns = columns;
    this.keyFields = keyFields;
    this.schema = new MessageType("row", columns.types());
  }

  @Override
  public RowKey keyOf(Row row) {
    return keyFields.of(row);
  }

  @Override
  public void write(String file, List<Row> rows) throws IOException {
    long[] fingerprints = rows.stream().mapToLong(row -> keyOf(row).fingerprint()).toArray();
    try (ParquetWriter<Row> out =
        IndexedFile.of(fileSystem.create(file), schema, KeyIndex.of(fingerprints), Map.of())
            .writer(consumer -> row -> columns.writeMessage(consumer, row))) {
      for (Row row : rows) {
        out.write(row);
      }
    }
    fileSystem.sync(file);
  }

  @Override
  public void writeSeal(String file, String successor) throws IOException {
    KeyIndex none = KeyIndex.of(new long[0]);
    MessageType any = new MessageType("row", keyFields.keyColumn());
    IndexedFile.of(fileSystem.create(file), any, none, Map.of(SUCCESSOR, successor))
        .<Row>writer(consumer -> row -> {})
        .close();
    fileSystem.sync(file);
  }

  @Override
  public FileSummary summary(String file) throws IOException {
    FileSummary known = summaries.getIfPresent(file);
    if (known == null) {
      known = read(fileSystem.open(file));
      summaries.put(file, known);
    }
    return known;
  }

  private static FileSummary read(InputFile file) throws IOException {
    Map<String, String> metadata;
    try (ParquetFileReader footer = ParquetFileReader.open(file)) {
      metadata = footer.getFileMetaData().getKeyValueMetaData();
    }
    String index = metadata.get(INDEX);
    if (index == null) {
      throw new HiveException(file + " was not written by HiveIO: it has no index.");
    }
    int comma = index.indexOf(',');
    int rows = Integer.parseInt(index.substring(comma + 1));
    byte[] bytes = new byte[Math.multiplyExact(rows, Long.BYTES)];
    try (SeekableInputStream in = file.newStream()) {
      in.seek(Long.parseLong(index.substring(0, comma)));
      in.readFully(bytes);
    }
    return new FileSummary(KeyIndex.parse(ByteBuffer.wrap(bytes)), metadata.get(SUCCESSOR));
  }

  @Override
  public Set<RowKey> existing(String file, Set<RowKey> wanted) throws IOException {
    Set<RowKey> found = new HashSet<>();
    try (ParquetReader<Group> rows = groups(file, keyFields.project(schema))) {
      for (Group row = rows.read(); row != null; row = rows.read()) {
        RowKey id = keyFields.of(row);
        if (wanted.contains(id)) {
          found.add(id);
        }
      }
    }
    return found;
  }

  @Override
  public void merge(List<String> files, String to) throws IOException {
    MessageType all = union(files);
    List<KeyIndex> indexes = new ArrayList<>();
    for (String file : files) {
      indexes.add(summary(file).index());
    }
    try (ParquetWriter<Group> out =
        IndexedFile.of(fileSystem.create(to), all, KeyIndex.merged(indexes), Map.of())
            .writer(consumer -> new GroupWriter(consumer, all)::write)) {
      for (String file : files) {
        copy(file, all, out);
      }
    }
    fileSystem.sync(to);
  }

  private void copy(String file, MessageType all, ParquetWriter<Group> out) throws IOException {
    try (ParquetReader<Group> rows = groups(file, all)) {
      for (Group row = rows.read(); row != null; row = rows.read()) {
        out.write(row);
      }
    }
  }

  /**
   * Returns the columns of all files. Some of them may have been added later and be unknown to this
   * writer.
   */
  private MessageType union(List<String> files) throws IOException {
    Map<String, Type> types = new LinkedHashMap<>();
    for (String file : files) {
      try (ParquetFileReader footer = ParquetFileReader.open(fileSystem.open(file))) {
        for (Type type : footer.getFileMetaData().getSchema().getFields()) {
          Type other = types.putIfAbsent(type.getName(), type);
          if (other != null && !other.equals(type)) {
            throw new HiveException(
                "%s has the column %s, but other files have %s: they cannot be merged."
                    .formatted(file, type, other));
          }
        }
      }
    }
    return new MessageType("row", new ArrayList<>(types.values()));
  }

  private ParquetReader<Group> groups(String file, MessageType columns) throws IOException {
    return GroupRead.of(fileSystem.open(file), columns);
  }

  static String index(long offset, KeyIndex index) {
    return offset + "," + index.rows();
  }

  static String indexKey() {
    return INDEX;
  }
}
