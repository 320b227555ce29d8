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
 * Rows in Parquet files. The index of a file is stored in the file, after its row groups. The
 * footer has the index's offset and number of rows as {@code tally.index} ({@code offset,rows}),
 * and the successor of a seal as {@code tally.successor}.
 *
 * <p>State: a cache of the indexes that were read, 8 bytes per row, at most 128 MiB.
 */
final class ParquetRows implements RowFormat<Row> {
  private static final String INDEX = "tally.index";
  private static final String SUCCESSOR = "tally.successor";
  private static final long MOST_REMEMBERED = (128L << 20) / Long.BYTES;
  private static final long PER_FILE = 64;

  private final DataStore store;

  /** The columns to write; empty if the table was opened for maintenance only. */
  private final Struct columns;

  private final RowName name;
  private final MessageType schema;
  private final Cache<String, Summary> summaries =
      CacheBuilder.newBuilder()
          .maximumWeight(MOST_REMEMBERED)
          .weigher((String file, Summary s) -> Math.toIntExact(s.index().rows() + PER_FILE))
          .concurrencyLevel(1)
          .build();

  ParquetRows(DataStore store, Struct columns, RowName name) {
    this.store = store;
    this.columns = columns;
    this.name = name;
    this.schema = new MessageType("row", columns.types());
  }

  @Override
  public RowId idOf(Row row) {
    return name.of(row);
  }

  @Override
  public void write(String file, List<Row> rows) throws IOException {
    long[] fingerprints = rows.stream().mapToLong(row -> idOf(row).fingerprint()).toArray();
    try (ParquetWriter<Row> out =
        IndexedFile.of(store.create(file), schema, KeyIndex.of(fingerprints), Map.of())
            .writer(consumer -> row -> columns.writeMessage(consumer, row))) {
      for (Row row : rows) {
        out.write(row);
      }
    }
    store.sync(file);
  }

  @Override
  public void writeSeal(String file, String successor) throws IOException {
    KeyIndex none = KeyIndex.of(new long[0]);
    MessageType any = new MessageType("row", name.keyColumn());
    IndexedFile.of(store.create(file), any, none, Map.of(SUCCESSOR, successor))
        .<Row>writer(consumer -> row -> {})
        .close();
    store.sync(file);
  }

  @Override
  public Summary summary(String file) throws IOException {
    Summary known = summaries.getIfPresent(file);
    if (known == null) {
      known = read(store.open(file));
      summaries.put(file, known);
    }
    return known;
  }

  private static Summary read(InputFile file) throws IOException {
    Map<String, String> told;
    try (ParquetFileReader footer = ParquetFileReader.open(file)) {
      told = footer.getFileMetaData().getKeyValueMetaData();
    }
    String index = told.get(INDEX);
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
    return new Summary(KeyIndex.parse(ByteBuffer.wrap(bytes)), told.get(SUCCESSOR));
  }

  @Override
  public Set<RowId> standing(String file, Set<RowId> wanted) throws IOException {
    Set<RowId> found = new HashSet<>();
    try (ParquetReader<Group> rows = groups(file, name.project(schema))) {
      for (Group row = rows.read(); row != null; row = rows.read()) {
        RowId id = name.of(row);
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
        IndexedFile.of(store.create(to), all, KeyIndex.merged(indexes), Map.of())
            .writer(consumer -> new GroupWriter(consumer, all)::write)) {
      for (String file : files) {
        copy(file, all, out);
      }
    }
    store.sync(to);
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
      try (ParquetFileReader footer = ParquetFileReader.open(store.open(file))) {
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
    return GroupRead.of(store.open(file), columns);
  }

  static String index(long offset, KeyIndex index) {
    return offset + "," + index.rows();
  }

  static String indexKey() {
    return INDEX;
  }
}
