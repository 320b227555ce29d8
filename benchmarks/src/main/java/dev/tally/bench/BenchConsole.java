package dev.tally.bench;

import java.io.PrintWriter;
import java.util.function.Consumer;

/** Prints lines for the user and flushes each of them; the first line describes the machine. */
final class BenchConsole {
  private BenchConsole() {}

  static Consumer<String> to(PrintWriter out) {
    Consumer<String> console =
        line -> {
          out.println(line);
          out.flush();
        };
    Runtime jvm = Runtime.getRuntime();
    console.accept(
        "%d cores, heap %,d MiB of this JVM, JDK %s, %s %s"
            .formatted(
                jvm.availableProcessors(),
                jvm.maxMemory() >> 20,
                Runtime.version().feature(),
                System.getProperty("os.name"),
                System.getProperty("os.arch")));
    return console;
  }
}
