package dev.tally.server.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The resident memory of a process, read from {@code /proc}; empty on systems without it. */
final class Memory {
  private static final int KIB_PER_MIB = 1024;

  private Memory() {}

  /** Returns the current resident memory in MiB. */
  static OptionalLong rssMiB(long pid) {
    return field(pid, "VmRSS:");
  }

  /** Returns the highest resident memory so far in MiB. */
  static OptionalLong peakMiB(long pid) {
    return field(pid, "VmHWM:");
  }

  private static OptionalLong field(long pid, String name) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB)
          .findFirst();
    } catch (IOException notThere) {
      return OptionalLong.empty();
    }
  }
}
