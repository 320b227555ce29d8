package dev.tally.io.hive;

import dev.tally.io.hive.ModelFileLog.Content;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * A format whose rows consist of key and revision only. Each index also contains fingerprints of
 * rows that the file does not contain.
 */
record ModelFormat(ModelFileLog fileLog, List<RowKey> misfits) implements RowFormat<RowKey> {
  @Override
  public RowKey keyOf(RowKey row) {
    return row;
  }

  @Override
  public void write(String file, List<RowKey> rows) throws IOException {
    fileLog.write(file, new Content(List.copyOf(rows), ""));
  }

  @Override
  public void writeSeal(String file, String successor) throws IOException {
    fileLog.write(file, new Content(List.of(), successor));
  }

  @Override
  public FileSummary summary(String file) throws IOException {
    Content content = fileLog.read(file);
    LongStream fingerprints = content.rows().stream().mapToLong(RowKey::fingerprint);
    LongStream wrong = misfits.stream().mapToLong(RowKey::fingerprint);
    return new FileSummary(
        KeyIndex.of(LongStream.concat(fingerprints, wrong).toArray()),
        content.successor().isEmpty() ? null : content.successor());
  }

  @Override
  public Set<RowKey> existing(String file, Set<RowKey> wanted) throws IOException {
    Set<RowKey> found = new HashSet<>(fileLog.read(file).rows());
    found.retainAll(wanted);
    return found;
  }

  @Override
  public void merge(List<String> files, String to) throws IOException {
    List<RowKey> all = new ArrayList<>();
    for (String file : files) {
      all.addAll(fileLog.read(file).rows());
    }
    write(to, all);
  }
}
