package dev.tally.server.stack;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Describes a kind of server that runs in a JVM with the class path of a module. */
interface JvmServerKind extends ServerKind {

  /** Returns the module below {@code local-stack/} that contains its classes. */
  default String module() {
    return label();
  }

  /** Returns the main class, which is on the class path of the module. */
  String mainClass();

  /** Returns options of the JVM other than the maximum heap size. */
  List<String> jvmOptions();

  /**
   * Writes the files that the server reads at its start; returns the arguments of the main class.
   *
   * @param topology has the server's own ports and those of all servers that it needs
   */
  List<String> prepare(StackFiles files, Topology topology) throws IOException;

  @Override
  default List<String> command(ServerSettings settings) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(ServerLaunch.java(), "-Xmx" + settings.heapMiB() + "m"));
    command.addAll(jvmOptions());
    command.add("-Dtally.exitWithParent=" + settings.attached());
    String library = settings.library();
    command.addAll(
        List.of(
            "-cp",
            ClassPath.of(ClassPath.home(), module())
                + (library.isEmpty() ? "" : File.pathSeparator + library),
            mainClass()));
    command.addAll(prepare(settings.files(), settings.topology()));
    return command;
  }
}
