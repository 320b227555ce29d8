package dev.tally.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FailuresTest {
  private static Cli failing(Exception e) {
    StringWriter err = new StringWriter();
    CommandLine command = Main.commandLine();
    command.setErr(PlainText.of(err));
    int code = Failures.report(e, command);
    return new Cli(code, "", err.toString());
  }

  @Test
  void anUnexpectedFailureHasItsCauses_andNoStackTrace() {
    Cli cli =
        failing(new IllegalStateException("outer", new NullPointerException("inner\nmore lines")));
    assertThat(cli.code()).isEqualTo(Exit.DIFFERENT);
    assertThat(cli.err())
        .contains("Unexpected failure: outer: inner", "The stack trace is in ")
        .doesNotContain("\tat ", "more lines");
  }

  @Test
  void aFileSaysWhatIsWrongWithIt() {
    assertThat(failing(new UncheckedIOException(new AccessDeniedException("/x/.tally"))).err())
        .contains("/x/.tally: no permission", "--dir");
    assertThat(failing(new NoSuchFileException("/x")).err()).contains("/x: no such file.");
  }

  @Test
  void theExitCodeSaysWhatKindItIs() {
    assertThat(failing(new IllegalArgumentException("wrong")).code()).isEqualTo(Exit.USAGE);
    assertThat(failing(new IOException("gone")).code()).isEqualTo(Exit.UNAVAILABLE);
    Cli wrapped = failing(new ExecutionException(new IOException("gone")));
    assertThat(wrapped.code()).isEqualTo(Exit.UNAVAILABLE);
    assertThat(wrapped.err()).isEqualTo("gone" + System.lineSeparator());
  }
}
