package dev.tally.io.hive;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;

/**
 * Files on a file system that Hadoop supports. On HDFS and similar file systems a file is committed
 * by a rename that does not overwrite; on S3 by a conditional put, which the object store must
 * support.
 *
 * <p>Input: {@code core-site.xml} and {@code hdfs-site.xml} on the class path.
 *
 * <p>Limits: a commit copies the file. A file is durable after it was closed, as far as the file
 * system guarantees this.
 */
final class HadoopTableFileSystem implements TableFileSystem {
  private static final List<String> OBJECT_STORES = List.of("s3a", "s3");

  /**
   * An option of S3A in Hadoop 3.4.2: sends {@code If-None-Match} with the put that creates the
   * object.
   */
  private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";

  private final Configuration configuration;
  private final FileSystem files;
  private final Supplier<String> names;
  private final boolean objects;

  HadoopTableFileSystem(Configuration configuration, FileSystem files, Supplier<String> names) {
    this.configuration = configuration;
    this.files = files;
    this.names = names;
    this.objects = OBJECT_STORES.contains(files.getUri().getScheme());
  }

  static HadoopTableFileSystem of(String path, Supplier<String> names) throws IOException {
    Configuration configuration = new Configuration();
    return new HadoopTableFileSystem(
        configuration, FileSystem.newInstance(new Path(path).toUri(), configuration), names);
  }

  @Override
  public List<String> list(String directory) throws IOException {
    try {
      return Arrays.stream(files.listStatus(new Path(directory)))
          .map(status -> status.getPath().getName())
          .toList();
    } catch (FileNotFoundException notThere) {
      return List.of();
    }
  }

  @Override
  public void makeDirectory(String directory) throws IOException {
    files.mkdirs(new Path(directory));
  }

  @Override
  public boolean commit(String from, String to) throws IOException {
    try {
      if (objects) {
        put(new Path(from), new Path(to));
      } else {
        rename(new Path(from), new Path(to));
      }
      return true;
    } catch (FileAlreadyExistsException lost) {
      return false;
    }
  }

  /** Closes the stream only when the copy is complete: closing it is what creates the object. */
  private void put(Path from, Path to) throws IOException {
    FSDataOutputStreamBuilder<?, ?> create = files.createFile(to).overwrite(false);
    create.must(CONDITIONAL, true);
    FSDataOutputStream out = (FSDataOutputStream) create.build();
    try {
      copy(from, out);
    } catch (IOException | RuntimeException e) {
      if (out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
        out.abort();
      }
      throw e;
    }
    out.close();
    if (Thread.currentThread().isInterrupted()) {
      // S3A does not report that a put was interrupted.
      throw new InterruptedIOException(
          "Interrupted: it is not known whether %s was created".formatted(to));
    }
  }

  private void copy(Path from, OutputStream to) throws IOException {
    long whole = files.getFileStatus(from).getLen();
    try (InputStream in = files.open(from)) {
      long copied = in.transferTo(to);
      if (copied != whole) {
        throw new EOFException("%d of %d bytes of %s were read".formatted(copied, whole, from));
      }
    }
  }

  /** Fails if the directory does not exist: it was swept and must not be created again. */
  private OutputStream create(Path file) throws IOException {
    return files.createFile(file).overwrite(false).build();
  }

  /**
   * Copies the file into the target's directory and renames the copy, so that the source remains.
   */
  private void rename(Path from, Path to) throws IOException {
    Path copy = new Path(to.getParent(), "_copy-" + names.get());
    try {
      try (OutputStream out = create(copy)) {
        copy(from, out);
      }
      FileContext.getFileContext(files.getUri(), configuration)
          .rename(copy, to, Options.Rename.NONE);
    } finally {
      files.delete(copy, false);
    }
  }

  @Override
  public void createEmpty(String file) throws IOException {
    create(new Path(file)).close();
  }

  @Override
  public void delete(String path) throws IOException {
    files.delete(new Path(path), true);
  }

  @Override
  public long modifiedMillis(String path) throws IOException {
    try {
      FileStatus status = files.getFileStatus(new Path(path));
      return status.getModificationTime();
    } catch (FileNotFoundException notThere) {
      return 0;
    }
  }

  @Override
  public boolean isDirectory(String path) throws IOException {
    try {
      return files.getFileStatus(new Path(path)).isDirectory();
    } catch (FileNotFoundException notThere) {
      return false;
    }
  }

  @Override
  public OutputFile create(String file) throws IOException {
    return HadoopOutputFile.fromPath(new Path(file), configuration);
  }

  @Override
  public InputFile open(String file) throws IOException {
    return HadoopInputFile.fromPath(new Path(file), configuration);
  }

  @Override
  public void sync(String file) {}

  @Override
  public void close() throws IOException {
    files.close();
  }
}
