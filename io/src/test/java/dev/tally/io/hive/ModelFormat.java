package dev.tally.io.hive;

import dev.tally.io.hive.ModelStore.Content;
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
record ModelFormat(ModelStore store, List<RowId> misfits) implements RowFormat<RowId> {
  @Override
  public RowId idOf(RowId row) {
    return row;
  }

  @Override
  public void write(String file, List<RowId> rows) throws IOException {
    store.write(file, new Content(List.copyOf(rows), ""));
  }

  @Override
  public void writeSeal(String file, String successor) throws IOException {
    store.write(file, new Content(List.of(), successor));
  }

  @Override
  public Summary summary(String file) throws IOException {
    Content content = store.read(file);
    LongStream fingerprints = content.rows().stream().mapToLong(RowId::fingerprint);
    LongStream wrong = misfits.stream().mapToLong(RowId::fingerprint);
    return new Summary(
        KeyIndex.of(LongStream.concat(fingerprints, wrong).toArray()),
        content.successor().isEmpty() ? null : content.successor());
  }

  @Override
  public Set<RowId> standing(String file, Set<RowId> wanted) throws IOException {
    Set<RowId> found = new HashSet<>(store.read(file).rows());
    found.retainAll(wanted);
    return found;
  }

  @Override
  public void merge(List<String> files, String to) throws IOException {
    List<RowId> all = new ArrayList<>();
    for (String file : files) {
      all.addAll(store.read(file).rows());
    }
    write(to, all);
  }
}
