package dev.tally.io.pinot;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.values.Row;
import org.apache.pinot.common.utils.TarGzCompressionUtils;
import org.apache.pinot.segment.local.segment.creator.impl.SegmentIndexCreationDriverImpl;
import org.apache.pinot.segment.local.segment.readers.GenericRowRecordReader;
import org.apache.pinot.segment.spi.creator.SegmentGeneratorConfig;
import org.apache.pinot.segment.spi.index.metadata.SegmentMetadataImpl;
import org.apache.pinot.spi.config.table.TableConfig;
import org.apache.pinot.spi.data.readers.GenericRow;
import org.apache.pinot.spi.utils.JsonUtils;

/**
 * A segment of one Pinot partition, built in a directory. Its CRC depends only on its name, its
 * rows and the table; the archive also contains timestamps and differs between builds.
 */
record BuiltSegment(UploadedSegment uploaded, Path tar) {

  /**
   * Builds a segment.
   *
   * @throws PinotException if the rows belong to several partitions: such a segment would make
   *     every query of the table fail
   */
  static BuiltSegment of(
      PinotTable table, int partitions, int partition, String name, List<Row> rows, Path dir)
      throws Exception {
    TableConfig config =
        JsonUtils.stringToObject(TableJson.table(table, partitions).toString(), TableConfig.class);
    SegmentGeneratorConfig how =
        new SegmentGeneratorConfig(
            config,
            org.apache.pinot.spi.data.Schema.fromString(TableJson.schema(table).toString()));
    how.setTableName(table.name());
    how.setSegmentName(name);
    how.setOutDir(dir.toString());
    SegmentIndexCreationDriverImpl driver = new SegmentIndexCreationDriverImpl();
    driver.init(how, new GenericRowRecordReader(generic(RowColumns.of(table), rows)));
    driver.build();
    return packAndCheck(driver.getOutputDirectory(), table.primaryKey(), partition, name, dir);
  }

  private static List<GenericRow> generic(RowColumns columns, List<Row> rows) {
    return rows.stream()
        .map(
            row -> {
              GenericRow generic = new GenericRow();
              for (Map.Entry<String, Object> value : columns.values(row).entrySet()) {
                generic.putValue(value.getKey(), value.getValue());
              }
              return generic;
            })
        .toList();
  }

  private static BuiltSegment packAndCheck(
      File built, String key, int partition, String name, Path dir) throws IOException {
    SegmentMetadataImpl metadata = new SegmentMetadataImpl(built);
    Set<Integer> found = metadata.getColumnMetadataFor(key).getPartitions();
    if (!Set.of(partition).equals(found)) {
      throw new PinotException(
          "Segment %s would contain rows of partitions %s, not only of %d: it is not uploaded."
              .formatted(name, found, partition));
    }
    Path tar = dir.resolve(name + ".tar.gz");
    TarGzCompressionUtils.createTarGzFile(built, tar.toFile());
    long crc = Long.parseLong(metadata.getCrc());
    return new BuiltSegment(new UploadedSegment(name, crc, metadata.getTotalDocs()), tar);
  }
}
