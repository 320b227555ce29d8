package dev.tally.server.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class PrivateFilesTest {
  @TempDir private Path temporary;

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void createsDirectoriesAndFiles_forTheirOwnerOnly() throws IOException {
    Path dir = PrivateFiles.directory(temporary.resolve("a/b"));
    PrivateFiles.write(dir.resolve("file"), "x");
    assertThat(mode(temporary.resolve("a"))).isEqualTo("rwx------");
    assertThat(mode(dir)).isEqualTo("rwx------");
    assertThat(mode(dir.resolve("file"))).isEqualTo("rw-------");
  }

  @Test
  void restrictsAFileThatExists() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "long before");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    PrivateFiles.write(file, "x");
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(file).hasContent("x");
  }

  @Test
  void aStacksDirectoryAndStateArePrivate_alsoThoseOfAnEarlierVersion() throws IOException {
    StackFiles files = new StackFiles(temporary.resolve("stack"));
    files.createDataDir();
    assertThat(mode(files.dataDir())).isEqualTo("rwx------");
    StackState.empty().write(files.state());
    assertThat(mode(files.state())).isEqualTo("rw-------");
    Files.setPosixFilePermissions(files.dataDir(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(files.state(), PosixFilePermissions.fromString("rw-r--r--"));
    files.createDataDir();
    assertThat(mode(files.dataDir())).isEqualTo("rwx------");
    assertThat(mode(files.state())).isEqualTo("rw-------");
  }

  @Test
  void aDirectoryOfTheUserKeepsItsMode() throws IOException {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    new StackFiles(temporary).createDataDir();
    assertThat(mode(temporary)).isEqualTo("rwxr-xr-x");
  }

  @Test
  void whatAServerWritesIsPrivate() throws IOException {
    Path log = temporary.resolve("server.log");
    ServerProcess server =
        ServerProcess.gated(List.of("/bin/sh", "-c", "echo x > written"), temporary, log, false);
    server.release();
    assertThat(Await.until(Duration.ofSeconds(10), () -> !server.isAlive())).isTrue();
    assertThat(mode(temporary.resolve("written"))).isEqualTo("rw-------");
  }
}
