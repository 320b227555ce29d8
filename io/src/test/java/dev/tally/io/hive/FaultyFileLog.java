package dev.tally.io.hive;

import java.io.IOException;
import java.util.List;

/** A file system whose changes fail, before they are made, from a number of changes on. */
final class FaultyFileLog implements FileLog {
  private final FileLog fileLog;
  private int left;

  FaultyFileLog(FileLog fileLog, int changes) {
    this.fileLog = fileLog;
    this.left = changes;
  }

  private void change() throws IOException {
    if (left-- <= 0) {
      throw new IOException("crashed");
    }
  }

  @Override
  public List<String> list(String directory) throws IOException {
    return fileLog.list(directory);
  }

  @Override
  public void makeDirectory(String directory) throws IOException {
    change();
    fileLog.makeDirectory(directory);
  }

  @Override
  public boolean commit(String from, String to) throws IOException {
    change();
    return fileLog.commit(from, to);
  }

  @Override
  public void createEmpty(String file) throws IOException {
    change();
    fileLog.createEmpty(file);
  }

  @Override
  public void delete(String path) throws IOException {
    change();
    fileLog.delete(path);
  }

  @Override
  public long modifiedMillis(String path) throws IOException {
    return fileLog.modifiedMillis(path);
  }

  @Override
  public boolean isDirectory(String path) throws IOException {
    return fileLog.isDirectory(path);
  }

  @Override
  public void close() {}
}
