package dev.tally.io.hive;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;

/**
 * Files of what Hadoop knows. On HDFS and the like a file is published by a rename that does not
 * overwrite; on S3 by a conditional put, which the object's store must have.
 *
 * <p>Input: {@code core-site.xml} and {@code hdfs-site.xml} on the class path.
 *
 * <p>Limits: what is published from one place to another is copied. A file is durable when it is
 * closed, as far as the file system says so.
 */
final class HadoopStore implements DataStore {
  private static final List<String> OBJECT_STORES = List.of("s3a", "s3");

  /** Of Hadoop 3.4.2's S3A: {@code If-None-Match} with the put that makes the object visible. */
  private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";

  private final Configuration configuration;
  private final FileSystem files;
  private final boolean objects;

  private HadoopStore(Configuration configuration, FileSystem files, boolean objects) {
    this.configuration = configuration;
    this.files = files;
    this.objects = objects;
  }

  static HadoopStore of(String path) throws IOException {
    Configuration configuration = new Configuration();
    FileSystem files = FileSystem.newInstance(URI.create(path), configuration);
    return new HadoopStore(configuration, files, OBJECT_STORES.contains(files.getScheme()));
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
  public boolean publish(String from, String to) throws IOException {
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

  private void put(Path from, Path to) throws IOException {
    try (InputStream in = files.open(from);
        OutputStream out = conditional(to)) {
      in.transferTo(out);
    }
  }

  private FSDataOutputStream conditional(Path to) throws IOException {
    FSDataOutputStreamBuilder<?, ?> create = files.createFile(to).overwrite(false);
    create.must(CONDITIONAL, true);
    return (FSDataOutputStream) create.build();
  }

  /** By way of a copy in the same directory: what is published stays where it was. */
  private void rename(Path from, Path to) throws IOException {
    Path copy = new Path(to.getParent(), "_copy-" + UUID.randomUUID());
    if (!files.exists(to.getParent())) {
      throw new FileNotFoundException(to.getParent() + " is not there");
    }
    try {
      try (InputStream in = files.open(from);
          OutputStream out = files.create(copy, false)) {
        in.transferTo(out);
      }
      FileContext.getFileContext(files.getUri(), configuration)
          .rename(copy, to, Options.Rename.NONE);
    } finally {
      files.delete(copy, false);
    }
  }

  @Override
  public void touch(String file) throws IOException {
    files.create(new Path(file), false).close();
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
