package dev.tally.io.hive;

import dev.tally.io.hive.ModelFileLog.Content;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** An edit that copies the rows of each file that it has not written itself. */
final class ModelEdit implements RowEdit {
  private final ModelFileLog fileLog;
  private final Set<Content> written = Collections.newSetFromMap(new IdentityHashMap<>());

  ModelEdit(ModelFileLog fileLog) {
    this.fileLog = fileLog;
  }

  int files() {
    return written.size();
  }

  @Override
  public long affected(String file) throws IOException {
    Content content = fileLog.read(file);
    return written.contains(content) ? 0 : content.rows().size();
  }

  @Override
  public void write(String file, String to) throws IOException {
    Content edited = new Content(new ArrayList<>(fileLog.read(file).rows()), "");
    written.add(edited);
    fileLog.write(to, edited);
  }
}
