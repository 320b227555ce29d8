package dev.tally.io.hive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * Local files that behave like objects of S3A: an object exists only after its stream was closed,
 * and an interrupted put reports no error. Reading may fail, or end too early, after a number of
 * bytes.
 */
final class ObjectFiles extends RawLocalFileSystem {
  private static final URI HERE = URI.create("s3a://bucket/");

  int failsBehind = Integer.MAX_VALUE;
  int endsBehind = Integer.MAX_VALUE;

  ObjectFiles() throws IOException {
    initialize(HERE, new Configuration());
  }

  @Override
  public URI getUri() {
    return HERE;
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    return new FSDataInputStream(new Faulty(super.open(file, bufferSize)));
  }

  @Override
  public FSDataOutputStreamBuilder<?, ?> createFile(Path file) {
    return new Put(this, file);
  }

  private final class Faulty extends FSInputStream {
    private final FSDataInputStream bytes;

    Faulty(FSDataInputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
      if (getPos() >= failsBehind) {
        throw new IOException("Connection reset");
      }
      return getPos() >= endsBehind ? -1 : bytes.read();
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int next = read();
      if (next < 0) {
        return -1;
      }
      to[offset] = (byte) next;
      return 1;
    }

    @Override
    public void seek(long position) throws IOException {
      bytes.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return bytes.getPos();
    }

    @Override
    public boolean seekToNewSource(long target) {
      return false;
    }
  }

  private final class Put extends FSDataOutputStreamBuilder<FSDataOutputStream, Put> {
    Put(FileSystem files, Path file) {
      super(files, file);
    }

    @Override
    public Put getThisBuilder() {
      return this;
    }

    @Override
    public FSDataOutputStream build() throws IOException {
      rejectUnknownMandatoryKeys(Set.of("fs.option.create.conditional.overwrite"), "put");
      return new FSDataOutputStream(new Upload(pathToFile(getPath()).toPath()), null);
    }
  }

  private static final class Upload extends OutputStream implements Abortable, StreamCapabilities {
    private final java.nio.file.Path to;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean aborted;

    Upload(java.nio.file.Path to) {
      this.to = to;
    }

    @Override
    public void write(int b) {
      bytes.write(b);
    }

    @Override
    public void close() throws IOException {
      if (aborted || Thread.currentThread().isInterrupted()) {
        return;
      }
      try {
        Files.write(to, bytes.toByteArray(), StandardOpenOption.CREATE_NEW);
      } catch (java.nio.file.FileAlreadyExistsException lost) {
        throw new FileAlreadyExistsException(to.toString());
      }
    }

    @Override
    public AbortableResult abort() {
      aborted = true;
      return new AbortableResult() {
        @Override
        public boolean alreadyClosed() {
          return false;
        }

        @Override
        public IOException anyCleanupException() {
          return null;
        }
      };
    }

    @Override
    public boolean hasCapability(String capability) {
      return capability.equals(StreamCapabilities.ABORTABLE_STREAM);
    }
  }
}
