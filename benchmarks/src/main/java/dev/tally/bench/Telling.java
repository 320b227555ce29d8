package dev.tally.bench;

import java.io.PrintWriter;
import java.util.function.Consumer;

/** Prints lines for the user and flushes each of them; the first line describes the machine. */
final class Telling {
  private Telling() {}

  static Consumer<String> to(PrintWriter out) {
    Consumer<String> tell =
        line -> {
          out.println(line);
          out.flush();
        };
    Runtime jvm = Runtime.getRuntime();
    tell.accept(
        "%d cores, heap %,d MiB of this JVM, JDK %s, %s %s"
            .formatted(
                jvm.availableProcessors(),
                jvm.maxMemory() >> 20,
                Runtime.version().feature(),
                System.getProperty("os.name"),
                System.getProperty("os.arch")));
    return tell;
  }
}
